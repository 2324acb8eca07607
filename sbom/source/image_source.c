/* Container images as sources: what docker save writes, and the OCI layout as a folder or in a tar. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/image_layers.h"
#include "source/image_source.h"
#include "source/inflated.h"
#include "source/name.h"
#include "source/placed.h"
#include "source/spool.h"

struct image_state {
    struct sb_image_blobs blobs;
    struct sb_limits limits;
    struct sb_image_plan plan;
    bool planned;
    bool docker;
    char *name; /* that stood behind the path; or NULL */
};

enum { FRONT = 6 };

static bool is_folder(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
}

static int open_path(const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd >= 0 && fstat(fd, &st) == 0 && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)))
        return fd;
    if (fd >= 0) {
        close(fd);
        errno = EINVAL;
    }
    return -1;
}

static bool is_packed(int fd)
{
    char front[FRONT];
    ptrdiff_t n = pread(fd, front, FRONT, 0);
    return n > 0 && sb_is_deflated(sb_str_n(front, (size_t)n));
}

/* ---- by looking ---- */

static unsigned look_at(const char *path)
{
    int fd = open_path(path);
    unsigned bits = 0;
    if (fd < 0)
        return 0;
    if (is_folder(fd)) {
        struct sb_image_blobs folder = {.fd = fd, .folder = true};
        bits |= sb_image_blobs_have(&folder, SB_S("manifest.json")) ? SB_IMAGE_DOCKER : 0;
        bits |= sb_image_blobs_have(&folder, SB_S("oci-layout")) && sb_image_blobs_have(&folder, SB_S("index.json"))
                    ? SB_IMAGE_OCI
                    : 0;
        bits = bits & SB_IMAGE_OCI ? bits : 0;
    } else {
        bits = sb_image_blobs_look(fd);
    }
    close(fd);
    return bits;
}

static bool path_is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Also what is packed, and may be either. */
static int docker_claims(const char *path)
{
    return !path_is_folder(path) && look_at(path) & (SB_IMAGE_DOCKER | SB_IMAGE_PACKED) ? 130 : 0;
}

static int oci_dir_claims(const char *path)
{
    return path_is_folder(path) && look_at(path) & SB_IMAGE_OCI ? 120 : 0;
}

static int oci_archive_claims(const char *path)
{
    return !path_is_folder(path) && look_at(path) & SB_IMAGE_OCI ? 120 : 0;
}

/* ---- opening ---- */

/* The tar that FD holds packed, in a file without a name; FD is closed. */
static sb_rc unpack(int *fd, const struct sb_limits *limits, struct sb_err *err)
{
    struct sb_fd_stream in;
    struct sb_inflated *inflated = NULL;
    int plain;
    sb_fd_stream(&in, *fd);
    if (lseek(*fd, 0, SEEK_SET) != 0)
        return sb_fail_sys(err, errno, "cannot go to the start of the archive");
    sb_rc rc = sb_inflated_open(&in.stream, limits, &inflated, err);
    if (rc == SB_OK)
        rc = sb_spool_stream(sb_inflated_stream(inflated), limits->archive_bytes, &plain, err);
    sb_inflated_close(inflated);
    if (rc != SB_OK)
        return rc;
    close(*fd);
    *fd = plain;
    return SB_OK;
}

static sb_rc open_state(struct image_state *state, int fd, struct sb_err *err)
{
    bool folder = is_folder(fd);
    bool was_packed = !folder && is_packed(fd);
    sb_rc rc = was_packed ? unpack(&fd, &state->limits, err) : SB_OK;
    if (rc != SB_OK) {
        state->blobs.fd = fd;
        return rc;
    }
    SB_TRY(sb_image_blobs_open(&state->blobs, fd, folder, err));
    bool saved = sb_image_blobs_have(&state->blobs, SB_S("manifest.json"));
    bool layout = sb_image_blobs_have(&state->blobs, SB_S("index.json"));
    if (was_packed && state->docker && !saved)
        state->docker = false;
    if (state->docker ? saved : layout)
        return SB_OK;
    return sb_fail(err, SB_E_NOTFOUND, "no image: %s is missing", state->docker ? "manifest.json" : "index.json");
}

static void free_state(struct image_state *state)
{
    sb_image_blobs_done(&state->blobs);
    sb_image_plan_done(&state->plan);
    sb_free(state->name);
    sb_free(state);
}

static sb_rc open_fd(const struct sb_source_type *type, const char *path, int fd, const struct sb_limits *limits,
                     struct sb_source **ret_source, struct sb_err *err)
{
    struct image_state *state = sb_calloc(1, sizeof *state);
    state->limits = *limits;
    state->docker = type == &sb_source_docker;
    sb_rc rc = open_state(state, fd, err);
    if (rc != SB_OK) {
        sb_err_path(err, sb_str_of(path));
        free_state(state);
        return rc;
    }
    *ret_source = sb_source_new(type, path, state, true);
    return SB_OK;
}

static char *copy_of(const char *text)
{
    size_t n = strlen(text) + 1;
    return memcpy(sb_malloc(n), text, n);
}

/* "PATH:NAME", where there is no file of that whole name but one of a first part, the longest: cut there. Both may have
 * colons. */
static int open_named(char *path, const char **ret_name)
{
    sb_str rest = sb_str_of(path);
    for (size_t colon; (colon = sb_str_rchr(rest, ':')) != SB_NPOS; rest.n = colon) {
        path[colon] = '\0';
        int fd = open_path(path);
        *ret_name = path + colon + 1;
        if (fd >= 0)
            return fd;
        path[colon] = ':';
    }
    errno = ENOENT;
    return -1;
}

static sb_rc open_type(const struct sb_source_type *type, const char *spec, const struct sb_limits *limits,
                       struct sb_source **ret_source, struct sb_err *err)
{
    const char *name = NULL;
    char *path = copy_of(spec);
    int fd = open_path(path), why = errno;
    if (fd < 0 && why == ENOENT)
        fd = open_named(path, &name);
    sb_rc rc =
        fd < 0 ? sb_fail_sys(err, why, "cannot open the image") : open_fd(type, path, fd, limits, ret_source, err);
    if (fd < 0)
        sb_err_path(err, sb_str_of(path));
    if (rc == SB_OK && name)
        ((struct image_state *)(*ret_source)->state)->name = copy_of(name);
    sb_free(path);
    return rc;
}

static sb_rc docker_open(const char *path, const struct sb_limits *limits, struct sb_source **ret_source,
                         struct sb_err *err)
{
    return open_type(&sb_source_docker, path, limits, ret_source, err);
}

static sb_rc oci_dir_open(const char *path, const struct sb_limits *limits, struct sb_source **ret_source,
                          struct sb_err *err)
{
    return open_type(&sb_source_oci_dir, path, limits, ret_source, err);
}

static sb_rc oci_archive_open(const char *path, const struct sb_limits *limits, struct sb_source **ret_source,
                              struct sb_err *err)
{
    return open_type(&sb_source_oci_archive, path, limits, ret_source, err);
}

sb_rc sb_image_source_open(int fd, const char *name, const struct sb_limits *limits, struct sb_source **ret_source,
                           struct sb_err *err)
{
    unsigned bits = sb_image_blobs_look(fd);
    if (!bits)
        return SB_E_NOTFOUND;
    const struct sb_source_type *type =
        bits & SB_IMAGE_OCI && !(bits & SB_IMAGE_DOCKER) ? &sb_source_oci_archive : &sb_source_docker;
    return open_fd(type, name, fd, limits, ret_source, err);
}

/* ---- reading ---- */

static sb_rc plan(struct sb_source *source, const struct sb_source_options *options, struct sb_diags *diags,
                  struct sb_err *err)
{
    struct image_state *state = source->state;
    struct sb_image_planner planner = {.blobs = &state->blobs,
                                       .platform = options->platform,
                                       .name = state->name ? state->name : options->image,
                                       .diags = diags,
                                       .plan = &state->plan};
    if (state->planned)
        return SB_OK;
    sb_image_json_start();
    sb_rc rc = state->docker ? sb_image_plan_docker(&planner, err) : sb_image_plan_oci(&planner, err);
    sb_buf_done(&planner.buf);
    state->planned = rc == SB_OK;
    source->image = &state->plan.image;
    source->stride = (uint32_t)(state->limits.entries < UINT32_MAX / 2 ? state->limits.entries + 2 : UINT32_MAX / 2);
    return rc;
}

static sb_rc image_run(struct sb_source *source, const struct sb_source_options *options,
                       const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err)
{
    struct image_state *state = source->state;
    sb_rc rc = plan(source, options, &diags[0], err);
    struct sb_image_reading reading = {.blobs = &state->blobs,
                                       .plan = &state->plan,
                                       .limits = &state->limits,
                                       .options = options,
                                       .visitor = visitor,
                                       .diags = diags,
                                       .stride = source->stride,
                                       .seeks = state->docker && options->names_only};
    if (rc == SB_OK)
        rc = sb_image_layers_read(&reading, err);
    if (rc != SB_OK)
        sb_err_path(err, source->name);
    return rc;
}

/* The blob that a layer of a folder is in, which the thread has open from the file before. */
static int open_blob(const struct image_state *state, struct sb_source_folder *last, sb_str name)
{
    struct sb_piece piece;
    struct sb_err err = {0};
    int fd = -1;
    if (last->open && sb_str_eq(sb_buf_all(&last->path), name))
        return last->fd;
    if (sb_image_blobs_piece(&state->blobs, name, &piece, &fd, &err) != SB_OK)
        return -1;
    if (last->open)
        close(last->fd);
    last->fd = fd;
    last->open = true;
    sb_buf_clear(&last->path);
    sb_buf_str(&last->path, name);
    return fd;
}

/* The files of a pair may lie in two layers: each has a descriptor of its own. */
static int reread_blob(const struct image_state *state, struct sb_source_folder *last, sb_str name,
                       const struct sb_placed *file, struct sb_reread *ret)
{
    int fd = open_blob(state, last, name);
    if (fd < 0 || sb_placed_find(fd, 0, file, ret) != 0)
        return -1;
    ret->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    ret->own = true;
    return ret->fd < 0 ? -1 : 0;
}

static int image_reread(struct sb_source *source, struct sb_source_folder *last, const struct sb_placed *file,
                        struct sb_reread *ret)
{
    const struct image_state *state = source->state;
    struct sb_piece layer;
    struct sb_err err = {0};
    int none;
    sb_str name = state->plan.files[file->sequence / source->stride].file;
    if (state->blobs.folder)
        return reread_blob(state, last, name, file, ret);
    if (sb_image_blobs_piece(&state->blobs, name, &layer, &none, &err) == SB_OK)
        return sb_placed_find(layer.fd, layer.at, file, ret);
    errno = EIO;
    return -1;
}

static void image_close(struct sb_source *source)
{
    free_state(source->state);
}

const struct sb_source_type sb_source_docker = {
    .scheme = "docker-archive",
    .summary = "a container image as docker save writes it",
    .claims = docker_claims,
    .open = docker_open,
    .run = image_run,
    .reread = image_reread,
    .close = image_close,
};

const struct sb_source_type sb_source_oci_dir = {
    .scheme = "oci-dir",
    .summary = "a container image in the OCI layout, in a folder",
    .claims = oci_dir_claims,
    .open = oci_dir_open,
    .run = image_run,
    .reread = image_reread,
    .close = image_close,
};

const struct sb_source_type sb_source_oci_archive = {
    .scheme = "oci-archive",
    .summary = "a container image in the OCI layout, in a tar",
    .claims = oci_archive_claims,
    .open = oci_archive_open,
    .run = image_run,
    .reread = image_reread,
    .close = image_close,
};
