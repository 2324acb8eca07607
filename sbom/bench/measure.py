"""Running commands side by side: wall-clock time, time of the processor and memory, as the kernel counts them."""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


class Row:
    """One command and what its runs took."""

    def __init__(self, name, command, environment=None, good=(0,)):
        self.name, self.command, self.good = name, command, good
        self.environment = {**os.environ, **(environment or {})}
        self.walls, self.cpus, self.memories = [], [], []
        self.failed = None

    def run(self, keep=True):
        """Standard output goes nowhere: writing is measured, the disk is not."""
        sink = os.open(os.devnull, os.O_WRONLY)
        started = time.monotonic()
        process = os.posix_spawnp(self.command[0], self.command, self.environment,
                                  file_actions=[(os.POSIX_SPAWN_DUP2, sink, 1), (os.POSIX_SPAWN_DUP2, sink, 2)])
        _, status, usage = os.wait4(process, 0)
        wall = time.monotonic() - started
        os.close(sink)
        if os.waitstatus_to_exitcode(status) not in self.good:
            self.failed = os.waitstatus_to_exitcode(status)
        if keep:
            self.walls.append(wall)
            self.cpus.append(usage.ru_utime + usage.ru_stime)
            self.memories.append(usage.ru_maxrss / 1024)

    wall = property(lambda self: statistics.median(self.walls))
    cpu = property(lambda self: statistics.median(self.cpus))
    memory = property(lambda self: statistics.median(self.memories))


def present(program, what):
    """Is the program there? Says so if it is not."""
    if program and shutil.which(program):
        return True
    print(f"left out: {what} ({program} is not there)", file=sys.stderr)
    return False


def measure(rows, rounds):
    """One round to warm up, then ROUNDS; in each round every command runs once, so that all see the same machine. Every second
    round goes backwards, so that of two builds side by side none always follows another program."""
    for number in range(rounds + 1):
        for row in rows[:: -1 if number % 2 else 1]:
            print(f"round {number} of {rounds}: {row.name}", file=sys.stderr)
            row.run(keep=number > 0)


def instructions(command):
    """How many COMMAND takes outside of libcrypto and the loader, by callgrind; None if that is not there. The same number
    in each run of one thread; libcrypto's depend on what a processor offers, and callgrind's offers little.

    Valgrind's program break ends after a few MiB, where glibc says that memory is out instead of mapping more: it asks for much at once."""
    if not shutil.which("callgrind_annotate"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        counts = os.path.join(folder, "counts")
        subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=" + counts, *command], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       env=os.environ | {"GLIBC_TUNABLES": "glibc.malloc.top_pad=67108864"})
        text = subprocess.run(["callgrind_annotate", "--threshold=100", counts], check=True, stdout=subprocess.PIPE, text=True).stdout
    rows = re.findall(r"^ *([\d,]+) \([ \d.]+%\)  \S+:.*\[(.*)\]$", text, re.MULTILINE)
    return sum(int(n.replace(",", "")) for n, place in rows if not re.search("libcrypto|ld-linux", place))


def machine():
    """The machine in one line."""
    model = "unknown"
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return f"{os.cpu_count()} processors ({model}), load {os.getloadavg()[0]:.1f}"


def table(rows, against):
    """A Markdown table. The last columns say how many times as much time a command took as the row AGAINST."""
    lines = ["| command | wall s | CPU s | memory MiB | wall : sbom | CPU : sbom |",
             "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for row in rows:
        name = row.name + (f" (exit {row.failed})" if row.failed is not None else "")
        lines.append(f"| {name} | {row.wall:.2f} | {row.cpu:.2f} | {row.memory:.0f} | "
                     f"{row.wall / against.wall:.2f} | {row.cpu / against.cpu:.2f} |")
    return "\n".join(lines)


def verdicts(checks):
    """One line a goal: (text, value, limit); all hold?"""
    for text, value, limit in checks:
        print(f"- {text}: {value:.2f}, goal at most {limit:g}: {'holds' if value <= limit else 'MISSED'}")
    return all(value <= limit for _, value, limit in checks)


def output_of(command):
    """The first line of what a command prints, for versions."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True)
    return (done.stdout.splitlines() or [""])[0]
