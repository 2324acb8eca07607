#!/usr/bin/env python3
"""Make files that interest nobody, from a fixed seed, for measuring what they cost.

usage: boring.py N FOLDER TAR IMAGE

FOLDER gets N of them, TAR the same, IMAGE the same in two layers as docker save writes it.
"""

import hashlib
import io
import json
import os
import random
import subprocess
import sys
import tarfile

IN_FOLDER = 40
WORDS = ("autumn bridge coast draft evening field garden harbour invoice journey kitchen letter market notes orchard portrait river "
         "station travel village window").split()
ENDS = ("jpg", "dat", "csv", "txt", "bin", "svg", "log", "png")


def names(count):
    """Folder and name of each file; names of 9 to 25 bytes."""
    random_ = random.Random(20261201)
    for i in range(count):
        if i % IN_FOLDER == 0:
            folder = f"srv/{'ab'[i * 2 // count]}/{random_.choice(WORDS)}-{i // (IN_FOLDER * 50)}/{random_.choice(WORDS)}-{i // IN_FOLDER}"
        yield folder, f"{random_.choice(WORDS)}-{random_.choice(WORDS)}{i % 1000}.{random_.choice(ENDS)}"


def make_folder(top, count):
    """Of a few bytes each."""
    last = None
    for folder, name in names(count):
        if folder != last:
            os.makedirs(os.path.join(top, folder), exist_ok=True)
            last = folder
        with open(os.path.join(top, folder, name), "w", encoding="ascii") as file:
            file.write(name)


def pack(top, path, *parts):
    subprocess.run(["tar", "-cf", path, "-C", top, *parts], check=True)


def digest(path):
    made = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            made.update(piece)
    return "sha256:" + made.hexdigest()


def make_image(top, path):
    """The halves of srv are its layers."""
    layers = {f"{half}.layer.tar": f"{path}.{half}" for half in "ab"}
    for half, made in zip("ab", layers.values()):
        pack(top, made, f"srv/{half}")
    config = {"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": [digest(made) for made in layers.values()]}}
    manifest = [{"Config": "config.json", "RepoTags": ["bench/boring:1"], "Layers": list(layers)}]
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as tar:
        for value, name in ((manifest, "manifest.json"), (config, "config.json")):
            text = json.dumps(value).encode()
            info = tarfile.TarInfo(name)
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text))
        for layer, made in layers.items():
            tar.add(made, layer)
            os.remove(made)


def main():
    if len(sys.argv) != 5:
        print(__doc__, file=sys.stderr)
        return 2
    count, folder, tar, image = sys.argv[1:]
    make_folder(folder, int(count))
    pack(folder, tar, ".")
    make_image(folder, image)
    return 0


if __name__ == "__main__":
    sys.exit(main())
