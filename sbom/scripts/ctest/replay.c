/* Runs a fuzz harness over files: each argument is a file, or a folder whose files are taken. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned long replayed;

static int replay_file(const char *path)
{
    struct sb_buf buf = {0};
    struct sb_err err = {0};
    if (sb_read_file(path, 1 << 26, &buf, &err) != SB_OK) {
        fprintf(stderr, "%s: %s\n", path, err.text);
        return 1;
    }
    /* Exactly as large as the input, so that a sanitizer sees one byte too many. */
    uint8_t *data = malloc(buf.n ? buf.n : 1);
    if (!data)
        return 1;
    if (buf.n)
        memcpy(data, buf.p, buf.n);
    LLVMFuzzerTestOneInput(data, buf.n);
    free(data);
    sb_buf_done(&buf);
    replayed++;
    return 0;
}

static int replay_folder(const char *path)
{
    struct dirent **names;
    int n = scandir(path, &names, NULL, alphasort);
    int failed = n < 0;
    for (int i = 0; i < n; i++) {
        char file[4096];
        if (names[i]->d_name[0] != '.') {
            snprintf(file, sizeof file, "%s/%s", path, names[i]->d_name);
            failed |= replay_file(file);
        }
        free(names[i]);
    }
    if (n >= 0)
        free(names);
    return failed;
}

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        struct stat st;
        bool folder = stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode);
        failed |= folder ? replay_folder(argv[i]) : replay_file(argv[i]);
    }
    printf("%lu inputs replayed\n", replayed);
    return failed || replayed == 0;
}
