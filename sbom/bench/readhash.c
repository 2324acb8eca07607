/* The least that facts cost: opens, reads and hashes (SHA-256) every file of a list, one after the other.
 *
 * usage: readhash LIST
 *
 * LIST holds one path a line. Prints how many files and bytes were read, and how many files could not be. */
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER = 64 * 1024 };

struct totals {
    unsigned long long files, bytes, failed;
};

static void hash_file(const char *path, EVP_MD_CTX *ctx, char *buffer, struct totals *totals)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    ssize_t got = -1;
    EVP_DigestInit_ex2(ctx, NULL, NULL);
    while (fd >= 0 && (got = read(fd, buffer, BUFFER)) > 0) {
        EVP_DigestUpdate(ctx, buffer, (size_t)got);
        totals->bytes += (unsigned long long)got;
    }
    EVP_DigestFinal_ex(ctx, digest, NULL);
    totals->files += got == 0;
    totals->failed += got < 0;
    if (fd >= 0)
        close(fd);
}

int main(int argc, char **argv)
{
    struct totals totals = {0};
    FILE *list = argc == 2 ? fopen(argv[1], "re") : NULL;
    if (!list) {
        fprintf(stderr, "usage: readhash LIST\n");
        return 2;
    }
    EVP_MD *sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    char *buffer = malloc(BUFFER);
    if (!buffer || !ctx || EVP_DigestInit_ex2(ctx, sha256, NULL) != 1)
        return 1;
    char *line = NULL;
    size_t room = 0;
    for (ssize_t n; (n = getline(&line, &room, list)) > 0;) {
        line[strcspn(line, "\n")] = '\0';
        hash_file(line, ctx, buffer, &totals);
    }
    printf("%llu files, %llu bytes, %llu failed\n", totals.files, totals.bytes, totals.failed);
    free(line);
    free(buffer);
    EVP_MD_CTX_free(ctx);
    EVP_MD_free(sha256);
    fclose(list);
    return 0;
}
