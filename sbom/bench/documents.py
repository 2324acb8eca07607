#!/usr/bin/env python3
"""Write two CycloneDX documents with some changes between them, from a fixed seed.

usage: documents.py COMPONENTS OLD NEW

Each component has about 640 bytes: purl, licence, digest, a link, facts and dependencies. From OLD to NEW one in fifty
takes a step of its version, one in a thousand goes or comes, and one in twenty thousand starts to run code by itself.
"""

import hashlib
import json
import random
import sys

LICENCES = ("MIT", "Apache-2.0", "BSD-3-Clause", "ISC", "MPL-2.0", "GPL-2.0-or-later")
KINDS = (("npm", "node"), ("pypi", "wheel"), ("deb", "deb"))


def digest(*parts):
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def component(i, version, hook):
    """Component I at 1.VERSION.0; HOOK: it has a start-up file."""
    kind, stem = KINDS[i % 3]
    name = f"{stem}-{i * 7919 % 1000003:06d}"
    full = f"1.{version}.0"
    purl = f"pkg:{kind}/{'debian/' if kind == 'deb' else ''}{name}@{full}"
    execs = [{"bytes": 120, "command": "import os", "kind": "py:pth", "path": name + ".pth", "sha256": digest(i)}] if hook else []
    facts = {"sbom:deps": [], "sbom:exec": execs,
             "sbom:files": {"bytes": 4096 + i, "n": 12, "sha256": digest(i, version)}}
    return {"type": "library", "bom-ref": purl, "name": name, "version": full, "purl": purl,
            "hashes": [{"alg": "SHA-256", "content": digest(i, version, "artifact")}],
            "licenses": [{"license": {"id": LICENCES[i % len(LICENCES)]}}],
            "externalReferences": [{"type": "website", "url": f"https://example.org/{name}"}],
            "properties": [{"name": key, "value": json.dumps(value, sort_keys=True, separators=(",", ":"))}
                           for key, value in sorted(facts.items())]}


def write(path, rows):
    """ROWS: (number, version, hook). Each depends on one with half its number."""
    parts = [component(*row) for row in rows]
    refs = {row[0]: part["bom-ref"] for row, part in zip(rows, parts)}
    edges = [{"ref": refs[i], "dependsOn": [refs[i // 2]] if i // 2 in refs and i else []} for i in refs]
    ran = {"name": "sbom:ran", "value": '{"dpkg":1,"facts":1,"npm":1,"python":1}'}
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
                   "metadata": {"component": {"type": "application", "bom-ref": "root", "name": "root"}, "properties": [ran]},
                   "components": parts, "dependencies": edges}, file, separators=(",", ":"))


def main():
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    n = int(sys.argv[1])
    chance = random.Random(20260324)
    old, new = [], []
    for i in range(n):
        version = chance.randrange(40)
        place = chance.random()
        if place >= 0.001:
            old.append((i, version, False))
        if place < 0.999:
            new.append((i, version + (chance.random() < 0.02), i % 3 == 1 and chance.random() < 0.00015))
    write(sys.argv[2], old)
    write(sys.argv[3], new)
    return 0


if __name__ == "__main__":
    sys.exit(main())
