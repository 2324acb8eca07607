/* Where bytes come from. A source delivers every entry of a tree once, in any order, on any worker. */
#ifndef SB_SOURCE_SOURCE_H
#define SB_SOURCE_SOURCE_H

#include "base/capability.h"
#include "base/diag.h"
#include "base/err.h"
#include "base/io.h"

enum sb_entry_kind {
    SB_ENTRY_FILE,
    SB_ENTRY_DIR,
    SB_ENTRY_LINK,
    SB_ENTRY_SPECIAL,
    /* The folder "x!" of what lies in the archive x, whose entry came just before on the same worker; it goes when that
     * goes, with all below it. It bears the archive's sequence, as all that lies in it. */
    SB_ENTRY_INSIDE,
    /* What the layer of an image takes away, and no entries of the tree (OCI image specification, layers, whiteouts):
     */
    SB_ENTRY_WHITEOUT, /* what earlier layers had at this path, with all below it */
    SB_ENTRY_OPAQUE    /* what earlier layers had in this folder; it is one from now on. Without a name: in the root */
};

#define SB_SIZE_UNKNOWN UINT64_MAX
#define SB_MODE_UNKNOWN UINT16_MAX

struct sb_entry {
    sb_str dir;  /* path of the folder from the root, without leading or trailing slash; empty for the root */
    sb_str name; /* one part; bytes as they are */
    enum sb_entry_kind kind;
    uint64_t size; /* of a regular file, or SB_SIZE_UNKNOWN until it is opened */
    sb_str target; /* of a link, as it stands; an absolute one counts from the root, also where a folder's own path was
                      in it */
    /* A file of an archive that has no bytes of its own: the path from the root of the earlier entry with its bytes. It
     * comes without a stream and with an unknown size. Empty for all others; in a folder a hard link is a file like any
     * other. */
    sb_str hardlink;
    /* Where a path comes twice the larger one counts: the place in the archive, in an image that of all layers (the
     * layer is sequence / sb_source.stride, and what it takes away stands before all that it brings); 0 in a folder. */
    uint32_t sequence;
    /* Of a file that can be read once more by itself (sb_source_type.reread), the block of 512 bytes that its header
     * begins with in the tar or the layer, plus 1; 0 for all others. */
    uint32_t place;
    uint16_t mode; /* permissions, setuid and its like (07777); SB_MODE_UNKNOWN in a folder, where a stat would be
                      needed */
    const struct sb_capabilities *capabilities; /* of a file; NULL for none, and in a folder, which has to be asked */
};

enum { SB_PLACE_MAX = (1 << 30) - 1 };

/* What a file may do, and who may do what with it. */
struct sb_rights {
    uint16_t mode; /* as in sb_entry.mode; SB_MODE_UNKNOWN if it cannot be asked about */
    /* Only those of a file that somebody may execute are asked for: for all others NONE. */
    enum {
        SB_CAPABLE_UNKNOWN, /* nobody could tell */
        SB_CAPABLE_NONE,
        SB_CAPABLE_SOME, /* those in CAPABILITIES */
        SB_CAPABLE_ODD   /* the attribute is there, and none that Linux knows */
    } capable;
    struct sb_capabilities capabilities;
};

/* What the reader of a tree gives to a source. Slices live for the call only; WORKER is below the number of threads. */
struct sb_visitor {
    void *ctx;
    /* For a source that can reopen: does anybody want this file's bytes now? Decided by path alone, called on any
     * worker; if the file is delivered, then by the next call on that worker, with the same ENTRY. Other sources open
     * every non-empty regular file and do not ask. */
    bool (*wants)(void *ctx, unsigned worker, const struct sb_entry *entry);
    /* Every entry, once. STREAM is NULL for what is not opened; otherwise it is read during the call, and what is left
     * over is drained by the source. */
    void (*entry)(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream);
};

struct sb_source_options {
    unsigned threads;
    bool one_file_system;
    bool names_only;      /* what visitor->wants() does not want is not read, where a source can help it */
    const bool *layers;   /* of an image: by number, whether it is read at all; NULL: all are */
    const char *platform; /* of an image: os/architecture[/variant]; NULL: this machine's, or the first */
    const char *image;    /* the name, tag or digest of the image that is meant where there are several; or NULL */
    /* Is PATH (from the root) left out, with all that lies below? Asked on any worker; NULL = nothing is. */
    bool (*excluded)(void *ctx, sb_str path);
    void *excluded_ctx;
};

struct sb_limits {
    uint64_t file_bytes;    /* of one entry */
    uint64_t archive_bytes; /* all that comes out of an archive */
    uint64_t entries;
    uint32_t depth;      /* folders below each other */
    uint32_t ratio;      /* out to in, once past 64 MiB */
    uint32_t nest;       /* archives within each other */
    uint64_t nest_bytes; /* of one in a tree, whose bytes are in memory while it is read */
    uint64_t list_bytes; /* of a file that collectors read; those of which little matters have a bound of their own */
    /* All names, the folders' paths where the folder is another than before, and targets of links. An archive may have
     * a sixteenth of its own size more, a folder four times as much: no small file makes a large one. */
    uint64_t path_bytes;
};
extern const struct sb_limits sb_limits_default; /* 4 GiB, 64 GiB, 5 million, 256, 200, 4, 64 MiB, 64 MiB, 64 MiB */

struct sb_source {
    const struct sb_source_type *type;
    void *state;
    sb_str name;     /* as the user gave it, for messages */
    sb_str base;     /* base name of the folder or archive, without .tar, .tar.gz, .tgz ...; for "/" it is "root" */
    bool reopens;    /* all files can be opened again, by their paths */
    uint32_t stride; /* of an image: sequence / stride is the number of the layer; else 0 */
    const struct sb_image *image; /* what is said of it (source/image.h), once run() is done; else NULL */
};

/* The folder of the file that a thread opened last, or the layer: the next file often lies there, too. One a thread,
 * zeroed before the first use. */
struct sb_source_folder {
    int fd;
    bool open;
    struct sb_buf path;
};
void sb_source_folder_done(struct sb_source_folder *folder);

/* Of a file that was opened again. */
struct sb_reopened {
    uint64_t size;
    uint16_t mode; /* as in sb_entry.mode */
};

/* A file of an archive that is to be read once more: what its entry had. */
struct sb_placed {
    uint32_t sequence, place;
    uint64_t size;
};
/* Where its bytes are. */
struct sb_reread {
    int fd;
    bool own; /* the caller closes FD */
    uint64_t at;
};

struct sb_source_type {
    const char *scheme;  /* "dir", "file" */
    const char *summary; /* one line for `sbom list` */
    /* Bits of evidence that PATH is for this type; 0 = no. */
    int (*claims)(const char *path);
    sb_rc (*open)(const char *path, const struct sb_limits *limits, struct sb_source **ret_source, struct sb_err *err);
    /* Delivers all entries. Troubles along the way are diagnostics (DIAGS[worker], one list a worker); an error is
     * returned when the source cannot be read to its end: what was delivered is then not the whole. May be called
     * again: the same entries come. */
    sb_rc (*run)(struct sb_source *source, const struct sb_source_options *options, const struct sb_visitor *visitor,
                 struct sb_diags *diags, struct sb_err *err);
    /* Opens a regular file again, by its path from the root (no link is followed: not in the folders, not at the end).
     * The caller closes the descriptor. -1 with errno if it cannot. Any thread. NULL if the type cannot reopen. */
    int (*reopen)(struct sb_source *source, struct sb_source_folder *last, sb_str path, struct sb_reopened *ret);
    /* Finds the bytes of a file that has a place. -1 with errno if they are not there any more: EBADMSG if something
     * else is. Any thread, one a LAST. NULL if no entry has one. */
    int (*reread)(struct sb_source *source, struct sb_source_folder *last, const struct sb_placed *file,
                  struct sb_reread *ret);
    /* The rights of a regular file, the mode of a folder. One thread a LAST. NULL where entries come with theirs. */
    void (*rights)(struct sb_source *source, struct sb_source_folder *last, sb_str path, struct sb_rights *ret);
    void (*close)(struct sb_source *source);
};
extern const struct sb_source_type sb_source_dir, sb_source_archive, sb_source_docker, sb_source_oci_dir,
    sb_source_oci_archive;
extern const struct sb_source_type *const sb_source_types[]; /* NULL-terminated */

/* By scheme ("dir:PATH", "file:PATH") or by looking; "-" is an archive on standard input. SB_E_NOTFOUND with the
 * reason, and with what to do instead, when nothing claims it. */
SB_MUST sb_rc sb_source_open(const char *spec, const struct sb_limits *limits, struct sb_source **ret_source,
                             struct sb_err *err);
/* An archive on standard input, of which HEAD was read before. */
SB_MUST sb_rc sb_source_open_standard(sb_str head, const struct sb_limits *limits, struct sb_source **ret_source,
                                      struct sb_err *err);
void sb_source_close(struct sb_source *source);

/* What SPEC is for somebody who wants to get at a file of it by hand: by what sb_source_open would take it for. */
enum sb_source_form { SB_FORM_NONE, SB_FORM_FOLDER, SB_FORM_TAR, SB_FORM_ZIP, SB_FORM_DEB, SB_FORM_IMAGE };
enum sb_source_form sb_source_form(const char *spec);

#endif
