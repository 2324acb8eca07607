#!/usr/bin/env python3
"""Writes a package database of rpm, for cases and tests: rpm itself is not at hand everywhere, and of its forms it writes but one.

usage: rpm_database.py FORM FILE < PACKAGES

FORM is sqlite, log (a SQLite database whose last package is in the write-ahead log beside FILE), log-alone (all of it is there, and FILE is
empty), ndb, bdb or bdb-big (Berkeley DB, in either byte order), or rpm: no database, but the first package as a file. PACKAGES is a JSON array of objects:

    {"name": "a", "version": "1", "release": "1", "epoch": 1, "arch": "noarch", "source": "a-1-1.src.rpm", "installed": 1700000000, "transaction": 1700000000,
     "vendor": "..", "packager": "..", "license": "..", "summary": "..", "url": "..", "module": "..",
     "provides": ["a = 1-1"], "requires": ["b >= 2", "/bin/sh"], "recommends": [".."],
     "files": [{"path": "/usr/bin/a", "text": "its bytes", "mode": 33261, "flags": 0, "link": "target", "state": 0, "caps": "..",
                "same": 1}], files with one number are hard links,
     "algorithm": 8, "scripts": {"post": ["/bin/sh", "body"]}, "triggers": [["/bin/sh", "body", ["name"]]]}
"""
import gzip
import hashlib
import json
import sqlite3
import struct
import sys
import zlib

INT16, INT32, STRING, BIN, ARRAY, I18N, CHAR = 3, 4, 6, 7, 8, 9, 1
TEXTS = {"name": 1000, "version": 1001, "release": 1002, "summary": 1004, "vendor": 1011, "license": 1014, "packager": 1015, "url": 1020,
         "arch": 1022, "source": 1044, "module": 5096}
RELATIONS = {"provides": (1047, 1113, 1112), "requires": (1049, 1050, 1048), "recommends": (5046, 5047, 5048)}
SCRIPTS = {"pre": (1023, 1085), "post": (1024, 1086), "preun": (1025, 1087), "postun": (1026, 1088), "pretrans": (1151, 1153),
           "posttrans": (1152, 1154), "verify": (1079, 1091)}
SENSE = {"": 0, "<": 2, ">": 4, "=": 8, "<=": 10, ">=": 12}
DIGESTS = {1: hashlib.md5, 8: hashlib.sha256, 9: hashlib.sha384, 10: hashlib.sha512}


# ---- headers ----

def texts(*values):
    return b"".join(v.encode("latin-1", "xmlcharrefreplace") + b"\0" for v in values)


def file_entries(files, algorithm):
    folders = sorted({f["path"].rpartition("/")[0] + "/" for f in files})
    digest = DIGESTS[algorithm]
    split = [f["path"].rpartition("/") for f in files]
    number = {f: i for i, f in enumerate(folders)}
    yield 1028, INT32, [len(f.get("text", "")) for f in files]
    yield 1029, CHAR, [f.get("state", 0) for f in files]
    yield 1030, INT16, [f.get("mode", 0o120777 if "link" in f else 0o100644) for f in files]
    yield 1035, ARRAY, ["" if "link" in f or "text" not in f else digest(f["text"].encode()).hexdigest() for f in files]
    yield 1036, ARRAY, [f.get("link", "") for f in files]
    yield 1037, INT32, [f.get("flags", 0) for f in files]
    yield 1116, INT32, [number[s[0] + "/"] for s in split]
    yield 1117, ARRAY, [s[2] for s in split]
    yield 1118, ARRAY, folders
    if any("caps" in f for f in files):
        yield 5010, ARRAY, [f.get("caps", "") for f in files]
    yield 5011, INT32, [algorithm]


def entries(package):
    for key, tag in TEXTS.items():
        if key in package:
            yield tag, I18N if key == "summary" else STRING, [package[key]]
    for key, tag in (("epoch", 1003), ("installed", 1008), ("transaction", 1128)):
        if key in package:
            yield tag, INT32, [package[key]]
    for key, (names, versions, flags) in RELATIONS.items():
        rows = [(r.split(" ") + ["", ""])[:3] if not r.startswith("(") else [r, "", ""] for r in package.get(key, [])]
        if rows:
            yield names, ARRAY, [r[0] for r in rows]
            yield versions, ARRAY, [r[2] for r in rows]
            yield flags, INT32, [SENSE[r[1]] for r in rows]
    for key, (body, program) in SCRIPTS.items():
        if key in package.get("scripts", {}):
            yield program, STRING, [package["scripts"][key][0]]
            yield body, STRING, [package["scripts"][key][1]]
    triggers = package.get("triggers", [])
    if triggers:
        yield 1065, ARRAY, [t[1] for t in triggers]
        yield 1066, ARRAY, [n for t in triggers for n in t[2]]
        yield 1069, INT32, [i for i, t in enumerate(triggers) for _ in t[2]]
        yield 1092, ARRAY, [t[0] for t in triggers]
    if package.get("files"):
        yield from file_entries(package["files"], package.get("algorithm", 8))


def header(package):
    """The blob of a package: a region with all its entries, as rpm writes what it installs."""
    index, data = [], b""
    for tag, kind, values in sorted(entries(package), key=lambda e: e[0]):
        size = {INT16: 2, INT32: 4}.get(kind, 1)
        data += bytes(-len(data) % size)
        index.append((tag, kind, len(data), len(values)))
        if kind in (STRING, ARRAY, I18N):
            data += texts(*values)
        else:
            data += b"".join(v.to_bytes(size, "big") for v in values)
    index.insert(0, (63, BIN, len(data), 16))
    data += struct.pack(">IIiI", 63, BIN, -16 * len(index), 16)
    return struct.pack(">II", len(index), len(data)) + b"".join(struct.pack(">IIII", *e) for e in index) + data


# ---- databases of (number, blob) ----

TABLE = "CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT,blob BLOB NOT NULL)"


def sqlite(rows, path, log=False, alone=False):
    """With LOG the last row is in the write-ahead log, as while rpm runs or after it was killed; with ALONE all of it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode={'WAL' if log else 'DELETE'}")
    connection.execute(TABLE)
    connection.executemany("INSERT INTO Packages VALUES(?, ?)", rows[:-1] if log else rows)
    if log:
        if not alone:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("INSERT INTO Packages VALUES(?, ?)", rows[-1])
        kept = {path + end: b"" if alone and not end else open(path + end, "rb").read() for end in ("", "-wal")}
    connection.close()
    for name, data in kept.items() if log else ():
        with open(name, "wb") as file:
            file.write(data)


def ndb(rows):
    slots, data, pages = [], b"", (len(rows) + 2) * 16 // 4096 + 1
    for number, blob in rows:
        head = b"BlbS" + struct.pack("<III", number, 1, len(blob)) + blob
        head += bytes(-(len(head) + 12) % 16)
        whole = head + struct.pack("<II", zlib.adler32(head), len(blob)) + b"BlbE"
        slots.append(b"Slot" + struct.pack("<III", number, (pages * 4096 + len(data)) // 16, len(whole) // 16))
        data += whole
    table = b"RpmP" + struct.pack("<IIIIIII", 0, 1, pages, len(rows) + 1, 0, 0, 0) + b"".join(slots)
    return table + (b"Slot" + bytes(12)) * ((pages * 4096 - len(table)) // 16) + data


def bdb_page(order, size, number, kind, count, free, body, following=0):
    return (struct.pack(order + "QIIIHHBB", 0, number, 0, following, count, free, 0, kind) + body).ljust(size, b"\0")


def bdb(rows, big, size=4096):
    order, room = ">" if big else "<", size - 26
    groups = [rows[i:i + 50] for i in range(0, len(rows), 50)]
    following, chains, firsts, hashes = 1 + len(groups), [], {}, []
    for number, blob in rows:
        firsts[number] = following
        for i in range(0, len(blob), room):
            part = blob[i:i + room]
            following += 1
            chains.append(bdb_page(order, size, following - 1, 7, 1, len(part), part, 0 if i + room >= len(blob) else following))
    for i, group in enumerate(groups):
        offsets, items = [], b""
        for number, blob in group:
            for item in (b"\1" + struct.pack(order + "I", number), b"\3\0\0\0" + struct.pack(order + "II", firsts[number], len(blob))):
                items = item + items
                offsets.append(size - len(items))
        table = b"".join(struct.pack(order + "H", o) for o in offsets)
        hashes.append(bdb_page(order, size, 1 + i, 13, len(offsets), size - len(items), table + bytes(room - len(table) - len(items)) + items))
    meta = struct.pack(order + "QIIII", 0, 0, 0x061561, 9, size) + b"\0\x08\0\0" + struct.pack(order + "III", 0, following - 1, 0)
    return meta.ljust(size, b"\0") + b"".join(hashes + chains)


# ---- a package file ----

def cpio_entry(name, mode, data, inode, links):
    head = b"070701" + b"".join(b"%08x" % n for n in (inode, mode, 0, 0, links, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0)) + name + b"\0"
    return head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)


def cpio(files):
    """Of hard links the last has the bytes."""
    entries, left = b"", [f.get("same") for f in files]
    for i, file in enumerate(files):
        left[i] = None
        same = file.get("same")
        data = "" if same in left and same is not None else file.get("link", file.get("text", ""))
        links = sum(f.get("same") == same for f in files) if same is not None else 1
        entries += cpio_entry(b"." + file["path"].encode(), file.get("mode", 0o120777 if "link" in file else 0o100644), data.encode(),
                              same if same is not None else 1000 + i, links)
    return entries + cpio_entry(b"TRAILER!!!", 0, b"", 0, 1)


def package_file(package):
    magic = b"\x8e\xad\xe8\x01" + bytes(4)
    signature = magic + struct.pack(">IIIIIII", 1, 4, 1000, INT32, 0, 1, 0)
    lead = b"\xed\xab\xee\xdb\3\0" + bytes(90)
    return lead + signature + bytes(-len(signature) % 8) + magic + header(package) + gzip.compress(cpio(package.get("files", [])), mtime=0)


def write(form, path, rows):
    if form in ("sqlite", "log", "log-alone"):
        sqlite(rows, path, form != "sqlite", form == "log-alone")
        return
    with open(path, "wb") as file:
        file.write(ndb(rows) if form == "ndb" else bdb(rows, form == "bdb-big"))


if __name__ == "__main__":
    if sys.argv[1] == "rpm":
        with open(sys.argv[2], "wb") as out:
            out.write(package_file(json.load(sys.stdin)[0]))
        sys.exit()
    write(sys.argv[1], sys.argv[2], [(i + 1, header(p)) for i, p in enumerate(json.load(sys.stdin))])
