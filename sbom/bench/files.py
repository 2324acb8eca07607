#!/usr/bin/env python3
"""Write which files of a root file system the facts of `sbom scan` are made of, found here by other means.

usage: files.py ROOT LIST

LIST gets a path a line: what md5sums of dpkg name (no documentation, byte code or files of the configuration), what RECORD
of Python packages names with a digest, and all below the folders of npm packages. Prints how large ROOT is.
"""

import csv
import os
import sys

LEFT_OUT = tuple(f"usr/share/{name}/" for name in ("doc", "man", "info", "locale", "lintian"))


def lines_of(path):
    """The lines of a text file; none if it is not there."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read().splitlines()
    except OSError:
        return []


def of_dpkg(root):
    """What *.md5sums name, without documentation, byte code and files of the configuration."""
    info = os.path.join(root, "var/lib/dpkg/info")
    for name in os.listdir(info) if os.path.isdir(info) else []:
        if not name.endswith(".md5sums"):
            continue
        edited = {line.rsplit(" ", 1)[-1].lstrip("/") for line in lines_of(os.path.join(info, name[:-8] + ".conffiles"))}
        for line in lines_of(os.path.join(info, name)):
            path = line[34:]
            if path and path not in edited and not path.startswith(LEFT_OUT) and not path.endswith(".pyc"):
                yield os.path.join(root, path)


def of_python(folder):
    """What RECORD names with a digest. FOLDER is a .dist-info."""
    for row in csv.reader(lines_of(os.path.join(folder, "RECORD"))):
        if len(row) == 3 and row[1]:
            yield os.path.normpath(os.path.join(folder, "..", row[0]))


def of_npm(folder):
    """All that lies below the folder of an npm package, but nested node_modules."""
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "node_modules"]
        for name in names:
            yield os.path.join(at, name)


def npm_packages(modules):
    """The folders of packages in a node_modules."""
    for entry in os.scandir(modules):
        scoped = os.scandir(entry.path) if entry.name.startswith("@") and entry.is_dir(follow_symlinks=False) else [entry]
        for package in scoped:
            if package.is_dir(follow_symlinks=False) and os.path.isfile(os.path.join(package.path, "package.json")):
                yield package.path


def files_of_facts(root):
    """Sorted paths, each once; regular files only."""
    found = set(of_dpkg(root))
    for at, folders, _ in os.walk(root):
        for name in folders:
            path = os.path.join(at, name)
            if name.endswith(".dist-info"):
                found.update(of_python(path))
            elif name == "node_modules" and not os.path.islink(path):
                for package in npm_packages(path):
                    found.update(of_npm(package))
    return sorted(path for path in found if os.path.isfile(path) and not os.path.islink(path))


def count(root):
    """How large ROOT is, for people."""
    n = size = 0
    for at, _, names in os.walk(root):
        for name in names:
            path = os.path.join(at, name)
            if not os.path.islink(path):
                n += 1
                size += os.path.getsize(path)
    return f"{n:,} files, {size / 1e9:.1f} GB"


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    with open(sys.argv[2], "w", encoding="utf-8", errors="surrogateescape") as file:
        file.writelines(path + "\n" for path in files_of_facts(sys.argv[1]))
    print(count(sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
