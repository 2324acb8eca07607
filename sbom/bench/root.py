#!/usr/bin/env python3
"""Make a root file system for measuring: packages of dpkg, a Python environment and npm projects, from a fixed seed.

usage: root.py FOLDER [text|binary]

text: the Python environment and the projects alone. binary: packages of dpkg with libraries and byte code, 400 MB.
"""

import base64
import hashlib
import json
import os
import random
import sys

DEBS, DEB_FILES = 400, 70
LIBRARIES, LIBRARY_FILES = 100, 20
WHEELS, WHEEL_FILES = 120, 150
NODES, NODE_FILES, PROJECTS = 900, 30, 2
WORDS = ("value index result const return function import from require export default class self def none true false "
         "node path error buffer stream config option length string number object array map filter test").split()


class Maker:
    """Writes files whose bytes are all different, made of a few long texts."""

    def __init__(self, top):
        self.top = top
        self.random = random.Random(20260324)
        self.texts = [self.text(20 + self.random.randrange(2000)).encode() for _ in range(64)]
        self.number = 0

    def text(self, n):
        """N lines of what looks like a program."""
        line = lambda: "  " * self.random.randrange(4) + " ".join(self.random.choices(WORDS, k=7)) + ";\n"
        return "".join(line() if self.random.random() < 0.9 else f"const x = require('{self.random.choice(WORDS)}');\n"
                       for _ in range(n))

    def write(self, path, data=None):
        """Returns the bytes; without DATA a body of mixed size is made up."""
        if data is None:
            text = self.random.choice(self.texts)
            size = min(int(self.random.lognormvariate(8.3, 1.4)), len(text))
            self.number += 1
            data = f"// {self.number}\n".encode() + text[:size]
        elif isinstance(data, str):
            data = data.encode()
        path = os.path.join(self.top, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)
        return data


def text_file(maker, name, j):
    """Of a package of dpkg: path and bytes."""
    part = ("share/doc", "share/man", "lib", "share", "include")[j % 5]
    path = f"usr/{part}/{name}/file{j}.h"
    return path, maker.write(path)


def library(maker, name, j):
    """The same: an ELF file, mostly small, a few large."""
    path = f"usr/lib/{name}/lib{j}.so"
    return path, maker.write(path, b"\x7fELF\x02\x01\x01" + maker.random.randbytes(min(int(maker.random.lognormvariate(11, 1.5)), 1 << 23)))


def make_debs(maker, packages, files, write):
    """var/lib/dpkg and what it names."""
    status = []
    for i in range(packages):
        name = f"deb{i}"
        sums, names = [], []
        for j in range(files):
            path, data = write(maker, name, j)
            sums.append(f"{hashlib.md5(data).hexdigest()}  {path}\n")
            names.append(f"/{path}\n")
        maker.write(f"var/lib/dpkg/info/{name}.md5sums", "".join(sums))
        maker.write(f"var/lib/dpkg/info/{name}.list", "/.\n/usr\n" + "".join(names))
        status.append(f"Package: {name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.{i}-1\n"
                      f"Depends: deb{i // 2}\nMaintainer: Nobody <nobody@example.org>\nDescription: package {i}\n\n")
    maker.write("var/lib/dpkg/status", "".join(status))
    maker.write("etc/os-release", 'ID=debian\nVERSION_ID="12"\nNAME="Debian GNU/Linux"\n')


def make_wheels(maker):
    """A virtual environment; each package with its RECORD."""
    site = "opt/venv/lib/python3.11/site-packages"
    for i in range(WHEELS):
        name = f"wheel{i}"
        info = f"{name}-{i}.0.dist-info"
        record = []
        for j in range(WHEEL_FILES):
            path = f"{name}/part{j % 9}/module{j}.py"
            record.append((path, maker.write(f"{site}/{path}")))
        meta = f"Metadata-Version: 2.1\nName: {name}\nVersion: {i}.0\nRequires-Dist: wheel{i // 2}>=0\n"
        record.append((f"{info}/METADATA", maker.write(f"{site}/{info}/METADATA", meta)))
        digest = lambda data: base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
        rows = [f"{path},sha256={digest(data)},{len(data)}\n" for path, data in record]
        maker.write(f"{site}/{info}/RECORD", "".join(rows) + f"{info}/RECORD,,\n")


def make_nodes(maker):
    """Projects with node_modules and a lock file."""
    for project in range(PROJECTS):
        top = f"srv/project{project}"
        lock = {"": {"name": f"project{project}", "version": "1.0.0", "dependencies": {"node1": "*"}}}
        for i in range(NODES):
            name = f"node{i}" if i % 3 else f"@scope{i % 7}/node{i}"
            manifest = {"name": name, "version": f"1.0.{i}", "license": "MIT", "dependencies": {f"node{i // 3 * 3 + 1}": "*"}}
            folder = f"{top}/node_modules/{name}"
            maker.write(f"{folder}/package.json", json.dumps(manifest, indent=2))
            for j in range(NODE_FILES):
                maker.write(f"{folder}/lib/{j % 5}/file{j}.js")
            lock[f"node_modules/{name}"] = {key: manifest[key] for key in ("version", "license", "dependencies")}
        maker.write(f"{top}/package-lock.json", json.dumps({"name": "x", "lockfileVersion": 3, "packages": lock}))
        maker.write(f"{top}/package.json", json.dumps(lock[""]))


def make_root(top, kind="all"):
    """About 100,000 files; 75,000 of text; 2,000 of binaries."""
    maker = Maker(top)
    if kind == "all":
        make_debs(maker, DEBS, DEB_FILES, text_file)
    if kind == "binary":
        make_debs(maker, LIBRARIES, LIBRARY_FILES, library)
    else:
        make_wheels(maker)
        make_nodes(maker)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["text"], ["binary"]):
        sys.exit(__doc__)
    make_root(*sys.argv[1:])
