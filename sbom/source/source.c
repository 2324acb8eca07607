#include "source/source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "source/deb.h"
#include "source/foreign.h"

const struct sb_limits sb_limits_default = {
    .file_bytes = (uint64_t)4 << 30,
    .archive_bytes = (uint64_t)64 << 30,
    .entries = 5000000,
    .depth = 256,
    .ratio = 200,
    .nest = 4,
    .nest_bytes = (uint64_t)64 << 20,
    .list_bytes = (uint64_t)64 << 20,
    .path_bytes = (uint64_t)64 << 20,
};

const struct sb_source_type *const sb_source_types[] = {&sb_source_dir,     &sb_source_archive,     &sb_source_docker,
                                                        &sb_source_oci_dir, &sb_source_oci_archive, NULL};

static const struct sb_source_type *by_scheme(const char *spec, const char **ret_path)
{
    for (const struct sb_source_type *const *type = sb_source_types; *type; type++) {
        size_t n = strlen((*type)->scheme);
        if (strncmp(spec, (*type)->scheme, n) == 0 && spec[n] == ':') {
            *ret_path = spec + n + 1;
            return *type;
        }
    }
    return NULL;
}

static const struct sb_source_type *by_looking(const char *path)
{
    const struct sb_source_type *best = NULL;
    int most = 0;
    for (const struct sb_source_type *const *type = sb_source_types; *type; type++) {
        int bits = (*type)->claims(path);
        if (bits > most) {
            most = bits;
            best = *type;
        }
    }
    return best;
}

/* Schemes that the manual knows and this version does not. */
static const char *const planned[] = {"registry:"};

/* "alpine:3.18", "docker://alpine": nothing that lies here under such a name. */
static bool is_reference(const char *path)
{
    return *path != '/' && *path != '.' && strchr(path, ':') != NULL;
}

static sb_rc nobody(const char *path, struct sb_err *err)
{
    char front[512];
    struct stat st;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        char reason[128];
        int error = errno;
        for (size_t i = 0; i < SB_COUNT(planned); i++)
            if (error == ENOENT && strncmp(path, planned[i], strlen(planned[i])) == 0)
                sb_fail(err, SB_E_NOTFOUND,
                        "registries are not asked in this version; save the image (skopeo copy docker://... "
                        "oci-archive:FILE)");
        sb_fail(err, SB_E_NOTFOUND, "cannot open: %s%s", strerror_r(error, reason, sizeof reason),
                error == ENOENT && is_reference(path)
                    ? "; is it an image? save it first (docker save -o FILE, skopeo copy "
                      "docker://... oci-archive:FILE)"
                    : "");
    } else {
        bool regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
        ptrdiff_t n = regular ? sb_read_fd(fd, front, sizeof front) : 0;
        sb_str head = sb_str_n(front, n > 0 ? (size_t)n : 0);
        sb_fail(err, SB_E_NOTFOUND, "%s",
                regular ? sb_foreign_hint(path, head) : "neither a folder nor a regular file");
        close(fd);
    }
    sb_err_path(err, sb_str_of(path));
    return SB_E_NOTFOUND;
}

sb_rc sb_source_open(const char *spec, const struct sb_limits *limits, struct sb_source **ret_source,
                     struct sb_err *err)
{
    const char *path = spec;
    limits = limits ? limits : &sb_limits_default;
    if (strcmp(spec, "-") == 0)
        return sb_source_open_standard(SB_STR_NONE, limits, ret_source, err);
    const struct sb_source_type *type = by_scheme(spec, &path);
    if (!type)
        type = by_looking(path);
    if (!type)
        return nobody(path, err);
    return type->open(path, limits, ret_source, err);
}

static enum sb_source_form form_of_archive(const char *path)
{
    char front[64];
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    ptrdiff_t n = fd < 0 ? -1 : sb_read_fd(fd, front, sizeof front);
    if (fd >= 0)
        close(fd);
    if (n <= 0)
        return SB_FORM_NONE;
    sb_str bytes = sb_str_n(front, (size_t)n);
    return sb_is_deb(bytes) ? SB_FORM_DEB : sb_str_starts(bytes, SB_S("PK")) ? SB_FORM_ZIP : SB_FORM_TAR;
}

enum sb_source_form sb_source_form(const char *spec)
{
    const char *path = spec;
    const struct sb_source_type *type = by_scheme(spec, &path);
    type = type ? type : by_looking(path);
    if (!type)
        return SB_FORM_NONE;
    if (type == &sb_source_dir)
        return SB_FORM_FOLDER;
    return type == &sb_source_archive ? form_of_archive(path) : SB_FORM_IMAGE;
}

void sb_source_close(struct sb_source *source)
{
    if (!source)
        return;
    source->type->close(source);
    sb_free(source);
}

void sb_source_folder_done(struct sb_source_folder *folder)
{
    if (folder->open)
        close(folder->fd);
    sb_buf_done(&folder->path);
    *folder = (struct sb_source_folder){0};
}
