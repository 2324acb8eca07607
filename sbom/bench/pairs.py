"""Real upgrades of real dependency sets: the rows of upgrades.tsv, and the two trees of each, made by the package managers themselves.

A row is a pair: its name, ecosystem, what the sides differ in (dates, or suites of Debian), the Python (or -), and what is asked for,
words for the command line of uv, npm or apt-get. Side a is the old tree, side b the new one; both are made in a folder of the same name, so
that paths written at installation are the same. Times are those that the index tells.
"""

import csv
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import typing

LIST = pathlib.Path(__file__).with_name("upgrades.tsv")
MIRROR = "http://deb.debian.org/"


class Pair(typing.NamedTuple):
    """A row of the list."""

    name: str
    ecosystem: str
    old: str
    new: str
    python: str
    wants: str

    @property
    def half(self):
        """A coin: nobody tunes anything on what is held."""
        return "held" if hashlib.sha256(self.name.encode()).digest()[0] & 1 else "open"


def rows(half="all", names=()):
    """The pairs of one half or of all; of these the ones in NAMES, if there are any."""
    with open(LIST, encoding="utf-8", newline="") as file:
        pairs = [Pair(*row) for row in csv.reader(file, delimiter="\t") if row and not row[0].startswith("#")]
    return [p for p in pairs if half in ("all", p.half) and (not names or p.name in names)]


def run(command, cwd=None, environment=None):
    """What it prints is shown only when it fails."""
    done = subprocess.run(command, cwd=cwd, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    if done.returncode:
        raise RuntimeError(" ".join(done.stdout.split())[-600:])


def pypi(tree, pair, date, maker):
    """A virtual environment of what PyPI had on that day."""
    run([maker.uv, "venv", "-q", "--python", pair.python, tree])
    run([maker.uv, "pip", "install", "-q", "--python", tree / "bin/python", "--link-mode", "copy", "--exclude-newer", f"{date}T00:00:00Z",
         *pair.wants.split()], environment={"UV_CACHE_DIR": str(maker.cache / "uv")})


def npm(tree, pair, date, maker):
    """A project of what npm had on that day, with its lock file."""
    tree.mkdir()
    (tree / "package.json").write_text(json.dumps({"name": pair.name, "version": "1.0.0", "private": True}))
    run(["npm", "install", "--before", date, "--ignore-scripts", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved=false",
         "--cache", maker.cache / "npm", *pair.wants.split()], tree)


def chroot(tree, script):
    """In name spaces of its own: what is mounted or started there ends with it."""
    inside = ('mount -t proc proc "$0/proc" && exec chroot "$0" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C '
              'DEBIAN_FRONTEND=noninteractive sh -ec "$1"')
    run(["unshare", "--mount", "--pid", "--kill-child", "sh", "-c", inside, tree, script])


def sources(tree, suites):
    """Where apt-get finds packages."""
    lines = [f"deb {MIRROR}debian{'-security' if suite.endswith('-security') else ''} {suite} main\n" for suite in suites.split("+")]
    (tree / "etc/apt/sources.list").write_text("".join(lines))


def debian(tree, pair, suites, maker):
    """A root: the old one made by debootstrap and apt-get install, the new one by apt-get dist-upgrade from the old one."""
    clean = "apt-get clean; rm -rf /var/lib/apt/lists/*"
    apt = "apt-get -q -y -o Dpkg::Options::=--force-confold -o Dpkg::Options::=--force-unsafe-io"
    old = tree.with_name("a")
    if old.exists():
        run(["cp", "-a", old, tree])
        action = f"{apt} dist-upgrade; {apt} autoremove"
    else:
        run(["debootstrap", "--variant=minbase", suites.split("+", maxsplit=1)[0], tree, MIRROR + "debian"])
        (tree / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
        (tree / "usr/sbin/policy-rc.d").chmod(0o755)
        action = f"{apt} --no-install-recommends install {pair.wants}"
    sources(tree, suites)
    chroot(tree, f"apt-get -q update; {action}; {clean}")


MAKERS = {"pypi": pypi, "npm": npm, "debian": debian}


class Maker:
    """Makes the trees of pairs below a folder; what is there already is used again."""

    def __init__(self, folder, uv="uv"):
        self.folder, self.uv = pathlib.Path(folder).resolve(), uv
        self.cache = self.folder / ".cache"

    def home(self, pair):
        """The folder of its trees."""
        return self.folder / pair.half / pair.name

    def ready(self, pair):
        """Are both trees there?"""
        return all((self.home(pair) / side).is_dir() for side in "ab")

    def make(self, pair):
        """May raise OSError or RuntimeError: then what was begun is removed."""
        home = self.home(pair)
        home.mkdir(parents=True, exist_ok=True)
        work = home / pair.name
        for side, at in (("a", pair.old), ("b", pair.new)):
            if (home / side).is_dir():
                continue
            shutil.rmtree(work, ignore_errors=True)
            try:
                MAKERS[pair.ecosystem](work, pair, at, self)
            except (OSError, RuntimeError):
                shutil.rmtree(work, ignore_errors=True)
                raise
            work.rename(home / side)

    def have(self, pairs):
        """Those of them that are there in the end; the others are left out with a note."""
        missing = [pair for pair in pairs if not self.ready(pair)]
        for pair in missing:
            try:
                self.make(pair)
            except (OSError, RuntimeError) as problem:
                print(f"{pair.name}: left out: {problem}", file=sys.stderr, flush=True)
        if missing:
            shutil.rmtree(self.cache, ignore_errors=True)
        return [pair for pair in pairs if self.ready(pair)]
