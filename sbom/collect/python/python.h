/* Python: what the files of installed distributions say (private to the Python collector). */
#ifndef SB_PYTHON_PYTHON_H
#define SB_PYTHON_PYTHON_H

#include "collect/collect.h"

enum { PY_SMALL_MAX = 4096 }; /* bytes */

/* Kinds of records, in the order in which finish() wants them. All but start-up files have the metadata folder (or
 * .egg-info file) as key. */
enum py_kind {
    PY_METADATA,        /* struct py_metadata */
    PY_RECORD,          /* sb_str: the file's text */
    PY_INSTALLED_FILES, /* sb_str: installed-files.txt of an egg-info */
    PY_REQUIRES,        /* sb_str: requires.txt of an egg-info */
    PY_INSTALLER,       /* sb_str: its first line */
    PY_REQUESTED,       /* nothing: being there says it */
    PY_DIRECT_URL,      /* struct py_direct_url */
    PY_ENTRY_POINTS,    /* sb_str: the file's text */
    PY_START_UP,        /* struct py_start_up; key: the file's own path */
    PY_EGG_LINK,        /* the same; only its folder counts */
    PY_SETTINGS,        /* struct sb_settings; key: the file's own path */
    PY_CONFIG,          /* sb_str: pyvenv.cfg; key: the file's own path */
    PY_ACTIVATE,        /* sb_str: a script that enters an environment; key: the file's own path */
    PY_ZIPPED,          /* no record: only told */
    PY_EGG,             /* no record: read inside, if it is a file */
    PY_PROGRAM,         /* no record: told if it is an archive */
    PY_SMALL,           /* nothing; of a file beside the metadata that is as small as what installers write */
};

/* Core metadata 1.0 to 2.5 (packaging.python.org, "Core metadata specifications"). */
struct py_metadata {
    sb_str name, version, summary, homepage, author, author_email, maintainer, maintainer_email, licence_expression,
        licence, requires_python;
    sb_str *requires, *classifiers, *urls; /* Requires-Dist; Classifier: License; Project-URL: "label, url" */
    size_t n_requires, n_classifiers, n_urls;
    bool egg; /* from PKG-INFO */
};

/* PEP 610. */
struct py_direct_url {
    sb_str url, commit, ref, vcs, hash; /* ref: what was asked for; hash: "sha256=<hex>" */
    bool editable, directory;
};

struct py_start_up {
    enum sb_exec_kind kind; /* SB_EXEC_COUNT: it does nothing */
    sb_str line;            /* the first line that runs; of SB_EXEC_PY_PATH the lines that add folders */
    sb_str namespaces;      /* as in struct py_pth */
    sb_str *folders;
    size_t n_folders;
};

void sb_python_file(struct sb_job *job);

#endif
