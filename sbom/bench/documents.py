#!/usr/bin/env python3
"""Write two documents with some changes between them, from a fixed seed.

usage: documents.py COMPONENTS OLD NEW

CycloneDX, or SPDX where a name ends with .spdx.json. Each component has about 640 bytes: purl, licence, digest, a link, facts and
dependencies. From OLD to NEW one in fifty takes a step of its version, one in a thousand goes or comes, and one in twenty thousand
starts to run code by itself.
"""

import hashlib
import json
import random
import sys

LICENCES = ("MIT", "Apache-2.0", "BSD-3-Clause", "ISC", "MPL-2.0", "GPL-2.0-or-later")
KINDS = (("npm", "node"), ("pypi", "wheel"), ("deb", "deb"))
RAN = '{"dpkg":1,"facts":1,"npm":1,"python":1}'


def digest(*parts):
    """64 hex digits."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def compact(value):
    """As the documents of sbom are written."""
    return json.dumps(value, separators=(",", ":"))


class Component:
    """Component I at 1.VERSION.0; HOOK: it has a start-up file."""

    def __init__(self, i, version, hook):
        kind, stem = KINDS[i % 3]
        self.name = f"{stem}-{i * 7919 % 1000003:06d}"
        self.version = f"1.{version}.0"
        self.purl = f"pkg:{kind}/{'debian/' if kind == 'deb' else ''}{self.name}@{self.version}"
        self.ref = f"SPDXRef-{self.name}"
        self.digest = digest(i, version, "artifact")
        self.licence = LICENCES[i % len(LICENCES)]
        self.link = f"https://example.org/{self.name}"
        execs = [{"bytes": 120, "command": "import os", "kind": "py:pth", "path": self.name + ".pth", "sha256": digest(i)}] if hook else []
        facts = {"sbom:deps": [], "sbom:exec": execs, "sbom:files": {"bytes": 4096 + i, "n": 12, "sha256": digest(i, version)}}
        self.facts = {key: json.dumps(value, sort_keys=True, separators=(",", ":")) for key, value in sorted(facts.items())}

    def cyclonedx(self):
        """As an element of components."""
        return {"type": "library", "bom-ref": self.purl, "name": self.name, "version": self.version, "purl": self.purl,
                "hashes": [{"alg": "SHA-256", "content": self.digest}],
                "licenses": [{"license": {"id": self.licence}}],
                "externalReferences": [{"type": "website", "url": self.link}],
                "properties": [{"name": key, "value": value} for key, value in self.facts.items()]}

    def spdx(self):
        """As an element of packages."""
        return {"SPDXID": self.ref, "name": self.name, "versionInfo": self.version, "downloadLocation": "NOASSERTION",
                "homepage": self.link, "licenseConcluded": "NOASSERTION", "licenseDeclared": self.licence, "copyrightText": "NOASSERTION",
                "checksums": [{"algorithm": "SHA256", "checksumValue": self.digest}],
                "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": self.purl}],
                "annotations": [note(self.facts)]}


def note(facts):
    """Facts in SPDX: an annotation."""
    lines = ["sbom:facts/1", *(f"{key}={value}" for key, value in facts.items())]
    return {"annotationDate": "2026-03-24T00:00:00Z", "annotationType": "OTHER", "annotator": "Tool: sbom-0.1.0", "comment": "\n".join(lines)}


def put_list(file, elements):
    """Element by element: a document may be larger than what this process should hold."""
    for i, element in enumerate(elements):
        file.write(("," if i else "") + compact(element))


def edges(rows):
    """(number, the number that it depends on, or None): each depends on one with half its number."""
    there = {row[0] for row in rows}
    for row in rows:
        yield row[0], row[0] // 2 if row[0] and row[0] // 2 in there else None


def write_cyclonedx(file, rows):
    """ROWS: (number, version, hook)."""
    refs = {row[0]: Component(*row).purl for row in rows}
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
            "metadata": {"component": {"type": "application", "bom-ref": "root", "name": "root"},
                         "properties": [{"name": "sbom:ran", "value": RAN}]}}
    file.write(compact(head)[:-1] + ',"components":[')
    put_list(file, (Component(*row).cyclonedx() for row in rows))
    file.write('],"dependencies":[')
    put_list(file, ({"ref": refs[i], "dependsOn": [] if to is None else [refs[to]]} for i, to in edges(rows)))
    file.write("]}")


def write_spdx(file, rows):
    """The same inventory."""
    refs = {row[0]: Component(*row).ref for row in rows}
    head = {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "root",
            "documentNamespace": "https://example.org/root", "documentDescribes": ["SPDXRef-root"],
            "creationInfo": {"created": "2026-03-24T00:00:00Z", "creators": ["Tool: sbom-0.1.0"]},
            "annotations": [note({"sbom:ran": RAN})]}
    root = {"SPDXID": "SPDXRef-root", "name": "root", "downloadLocation": "NOASSERTION"}
    file.write(compact(head)[:-1] + ',"packages":[' + compact(root) + ",")
    put_list(file, (Component(*row).spdx() for row in rows))
    file.write('],"relationships":[')
    put_list(file, ({"spdxElementId": refs[i], "relationshipType": "DEPENDS_ON", "relatedSpdxElement": refs[to]}
                    for i, to in edges(rows) if to is not None))
    file.write("]}")


def write(path, rows):
    """In the format that the name says."""
    with open(path, "w", encoding="utf-8") as file:
        (write_spdx if path.endswith(".spdx.json") else write_cyclonedx)(file, rows)


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
