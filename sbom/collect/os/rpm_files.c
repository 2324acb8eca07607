/* The files of a package: lists of one length, each with one thing of every file. */
#include "base/digest.h"
#include "os/rpm.h"

/* rpmfileAttrs, rpmVerifyFlags and rpmfileState of rpm. */
enum { CONFIG = 1, MISSINGOK = 8, GHOST = 64, DOC = 2 | 128 | 256 };
enum { VERIFY_DIGEST = 1, VERIFY_LINK = 4, VERIFY_MODE = 64, VERIFY_CAPABILITIES = 256 };
enum { STATE_NORMAL = 0 };
enum { TYPE_BITS = 0170000, TYPE_DIR = 0040000, TYPE_FILE = 0100000, TYPE_LINK = 0120000, MODE_BITS = 07777 };

struct files {
    struct sb_rpm *rpm;
    const struct sb_rpm_package *package;
    sb_str *names, *folders, *digests, *targets, *capabilities;
    size_t n, n_folders, n_digests, n_targets, n_capabilities;
    const struct sb_rpm_entry *indexes, *modes, *flags, *states, *verify, *sizes;
    enum sb_alg algorithm;
};

/* Numbers are those of OpenPGP; a header that names none has MD5. */
static enum sb_alg algorithm_of(const struct sb_rpm_header *header)
{
    static const struct {
        uint64_t number;
        enum sb_alg algorithm;
    } rows[] = {
        {1, SB_ALG_MD5},     {2, SB_ALG_SHA1},    {8, SB_ALG_SHA256},    {9, SB_ALG_SHA384},
        {10, SB_ALG_SHA512}, {11, SB_ALG_SHA224}, {12, SB_ALG_SHA3_256}, {14, SB_ALG_SHA3_512},
    };
    uint64_t number;
    if (!sb_rpm_number(sb_rpm_find(header, SB_RPM_FILEDIGESTALGO), 0, &number))
        return SB_ALG_MD5;
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (rows[i].number == number)
            return rows[i].algorithm;
    return SB_ALG_NONE;
}

static uint64_t number_of(const struct sb_rpm_entry *entry, size_t i, uint64_t otherwise)
{
    uint64_t number;
    return sb_rpm_number(entry, i, &number) ? number : otherwise;
}

static void open_files(struct files *files)
{
    const struct sb_rpm_header *header = &files->package->header;
    struct sb_arena *arena = &files->rpm->scratch;
    files->names = sb_rpm_texts(header, SB_RPM_BASENAMES, arena, &files->n);
    files->folders = sb_rpm_texts(header, SB_RPM_DIRNAMES, arena, &files->n_folders);
    if (files->n == 0) /* as rpm 3 wrote it */
        files->names = sb_rpm_texts(header, SB_RPM_OLDFILENAMES, arena, &files->n);
    files->digests = sb_rpm_texts(header, SB_RPM_FILEDIGESTS, arena, &files->n_digests);
    files->targets = sb_rpm_texts(header, SB_RPM_FILELINKTOS, arena, &files->n_targets);
    files->capabilities = sb_rpm_texts(header, SB_RPM_FILECAPS, arena, &files->n_capabilities);
    files->indexes = sb_rpm_find(header, SB_RPM_DIRINDEXES);
    files->modes = sb_rpm_find(header, SB_RPM_FILEMODES);
    files->flags = sb_rpm_find(header, SB_RPM_FILEFLAGS);
    files->states = sb_rpm_find(header, SB_RPM_FILESTATES);
    files->verify = sb_rpm_find(header, SB_RPM_FILEVERIFYFLAGS);
    files->sizes = sb_rpm_find(header, SB_RPM_LONGFILESIZES);
    if (!files->sizes)
        files->sizes = sb_rpm_find(header, SB_RPM_FILESIZES);
    files->algorithm = algorithm_of(header);
}

/* Text I of a list that every file has a text in, which may be empty. */
static sb_str text_of(const sb_str *texts, size_t n, size_t i)
{
    return i < n ? texts[i] : SB_STR_NONE;
}

static bool path_of(struct files *files, size_t i, sb_str *ret_path)
{
    uint64_t folder;
    *ret_path = files->names[i];
    if (sb_rpm_find(&files->package->header, SB_RPM_BASENAMES)) {
        if (!sb_rpm_number(files->indexes, i, &folder) || folder >= files->n_folders) {
            sb_os_tell(files->rpm->os, SB_D_MALFORMED, 0, "a file of a package has no folder");
            return false;
        }
        *ret_path = sb_arena_join(&files->rpm->scratch, files->folders[folder], files->names[i], SB_STR_NONE);
    }
    return sb_os_path(files->rpm->os, 0, ret_path);
}

/* Of digests only as much is kept as there is. */
static const struct sb_digest *keep(struct files *files, const struct sb_digest *digest)
{
    size_t n = offsetof(struct sb_digest, b) + digest->n;
    struct sb_digest *kept = sb_arena_alloc(files->rpm->os->join->arena, n);
    memcpy(kept, digest, n);
    return kept;
}

static const struct sb_digest *digest_of_file(struct files *files, size_t i)
{
    sb_str hex = text_of(files->digests, files->n_digests, i);
    struct sb_digest digest = {.alg = (uint8_t)files->algorithm, .n = sb_algs[files->algorithm].bytes};
    if (hex.n == 0 || files->algorithm == SB_ALG_NONE)
        return NULL;
    if (!sb_hex_decode(hex, digest.b, digest.n)) {
        sb_os_tell(files->rpm->os, SB_D_DIGEST_MALFORMED, 0, "the digest of a file is none of its algorithm");
        return NULL;
    }
    return keep(files, &digest);
}

static bool is_checked(const struct sb_join *join, enum sb_alg algorithm)
{
    static const enum sb_alg checked[] = {SB_ALG_MD5, SB_ALG_SHA1, SB_ALG_SHA256};
    for (size_t i = 0; i < SB_COUNT(checked); i++)
        if (algorithm == checked[i])
            return true;
    return algorithm == SB_ALG_SHA512 && join->reopens;
}

/* Once: a distribution has one algorithm. */
static void tell_unchecked(struct files *files)
{
    const struct sb_join *join = files->rpm->os->join;
    if (files->n == 0 || !join->verify || files->rpm->unchecked || is_checked(join, files->algorithm))
        return;
    sb_os_tell(files->rpm->os, SB_D_DIGEST_MALFORMED, 0,
               files->algorithm == SB_ALG_SHA512 ? "SHA-512 of files is verified in a folder only"
                                                 : "digests of files are by an algorithm that is not verified");
    files->rpm->unchecked = true;
}

static const struct sb_digest *digest_of_link(struct files *files, size_t i)
{
    struct sb_digest digest = {.alg = SB_ALG_SHA256, .n = SB_SHA256_BYTES};
    sb_str target = text_of(files->targets, files->n_targets, i);
    if (target.n == 0)
        return NULL;
    sb_sha256_of(target, digest.b);
    return keep(files, &digest);
}

/* A state other than normal: left out of the installation, or another package's file stands there. What is not to be
 * verified is owned only; so are files that the package makes itself when it runs (ghosts). */
static void add_file(struct files *files, size_t i)
{
    uint32_t mode = (uint32_t)number_of(files->modes, i, TYPE_FILE), type = mode & TYPE_BITS;
    uint64_t flags = number_of(files->flags, i, 0), verify = number_of(files->verify, i, UINT32_MAX);
    bool link = type == TYPE_LINK, normal = number_of(files->states, i, STATE_NORMAL) == STATE_NORMAL;
    struct sb_os_file file = {.size = SB_SIZE_UNKNOWN};
    if (!path_of(files, i, &file.path))
        return;
    sb_rpm_has_path(files->rpm, files->package, file.path);
    if (type == TYPE_DIR)
        return;
    if (flags & CONFIG)
        file.how |= SB_OS_CONFIG;
    if (flags & (GHOST | MISSINGOK | DOC) || !normal)
        file.how |= SB_OS_OPTIONAL;
    if (link)
        file.how |= SB_OS_LINK;
    if (files->rpm->prelinked)
        file.how |= SB_OS_PRELINKED;
    if (normal && !(flags & GHOST) && verify & (link ? VERIFY_LINK : VERIFY_DIGEST))
        file.digest = link ? digest_of_link(files, i) : type == TYPE_FILE ? digest_of_file(files, i) : NULL;
    if (file.digest && !link) {
        file.size = number_of(files->sizes, i, SB_SIZE_UNKNOWN);
        file.mode = verify & VERIFY_MODE ? (mode & MODE_BITS) | SB_CLAIM_MODE : 0;
        file.mode |= verify & VERIFY_CAPABILITIES ? SB_CLAIM_CAPABLE : 0;
    }
    sb_os_file(files->rpm->os, &file);
}

/* What a package gives rights to beyond those of who starts it. */
static void report_capability(struct files *files, size_t i)
{
    struct sb_os *os = files->rpm->os;
    sb_str text = text_of(files->capabilities, files->n_capabilities, i), path;
    if (text.n == 0 || !path_of(files, i, &path))
        return;
    sb_node node = sb_tree_find(os->join->tree, os->root, path, true);
    sb_join_capable(os->join, (struct sb_capable){.component = files->package->own.component,
                                                  .node = node,
                                                  .path = node.v ? SB_STR_NONE : sb_rpm_keep(files->rpm, path),
                                                  .text = sb_rpm_keep(files->rpm, text)});
}

void sb_rpm_files(struct sb_rpm *rpm, const struct sb_rpm_package *package)
{
    struct files files = {.rpm = rpm, .package = package};
    const struct sb_rpm_entry *names = sb_rpm_find(&package->header, SB_RPM_BASENAMES);
    open_files(&files);
    sb_os_files_begin(rpm->os, &package->own, rpm->from);
    tell_unchecked(&files);
    for (size_t i = 0; i < files.n && sb_rpm_room(rpm); i++)
        add_file(&files, i);
    if (names && names->count > files.n)
        sb_os_tell(rpm->os, SB_D_LIST_CUT, 0, "a package has more files than are read of one");
    for (size_t i = 0; rpm->os->join->facts && i < files.n && i < files.n_capabilities; i++)
        report_capability(&files, i);
    sb_os_files_end(rpm->os);
}
