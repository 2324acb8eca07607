/* What a bare tree of a JSON text costs: cJSON's, which says nothing of what the text means.
 *
 * usage: tree FILE */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!file || fseek(file, 0, SEEK_END) != 0)
        return 2;
    size_t n = (size_t)ftell(file);
    char *text = malloc(n + 1);
    rewind(file);
    if (!text || fread(text, 1, n, file) != n)
        return 2;
    text[n] = '\0';
    cJSON *tree = cJSON_ParseWithLength(text, n);
    cJSON_Delete(tree);
    free(text);
    fclose(file);
    return tree ? 0 : 1;
}
