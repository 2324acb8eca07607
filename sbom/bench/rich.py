#!/usr/bin/env python3
"""Write a CycloneDX 1.6 document of rich components: three digests and references each, properties, CPE, supplier, dependencies.

usage: rich.py COMPONENTS FILE [MEMBER,...]

100,000 components are 134 MB. MEMBERs are those of the document, in the order in which they shall stand.
"""

import hashlib
import json
import sys

MEMBERS = "bomFormat,specVersion,serialNumber,version,metadata,components,dependencies"
SCALARS = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
           "metadata": {"timestamp": "2026-01-02T03:04:05Z", "component": {"type": "application", "bom-ref": "root", "name": "root"}}}


def reference(i):
    """The package URL of component I, which is its identifier, too."""
    return f"pkg:npm/%40scope{i % 97}/name-{i}@1.{i % 50}.0"


def component(i):
    """Number I."""
    digest = hashlib.sha512(str(i).encode()).hexdigest()
    name, home = f"name-{i}", f"https://example.org/name-{i}"
    return {"type": "library", "bom-ref": reference(i), "supplier": {"name": f"Supplier {i % 33}", "url": ["https://example.org/s"]},
            "group": f"@scope{i % 97}", "name": name, "version": f"1.{i % 50}.0",
            "description": f"A component that does something with number {i} and says so at some length.",
            "hashes": [{"alg": "SHA-1", "content": digest[:40]}, {"alg": "SHA-256", "content": digest[:64]},
                       {"alg": "SHA-512", "content": digest}],
            "licenses": [{"license": {"id": "MIT"}}], "cpe": f"cpe:2.3:a:vendor:{name}:1.{i % 50}.0:*:*:*:*:*:*:*", "purl": reference(i),
            "externalReferences": [{"type": "website", "url": home}, {"type": "vcs", "url": f"git+{home}.git"},
                                   {"type": "issue-tracker", "url": f"{home}/issues"}],
            "properties": [{"name": "example:path", "value": f"node_modules/{name}"}, {"name": "example:kind", "value": f"value {i % 7}"},
                           {"name": "example:number", "value": str(i)}]}


def dependency(i, n):
    """The entry of component I."""
    return {"ref": reference(i), "dependsOn": [reference(j) for j in (i + 1, i + 2, i * 7) if j < n and j != i]}


def write_list(file, make, n):
    """An element a line."""
    file.write("[\n")
    for i in range(n):
        file.write((",\n" if i else "") + json.dumps(make(i)))
    file.write("]")


def main():
    n, path, members = int(sys.argv[1]), sys.argv[2], (sys.argv[3:] or [MEMBERS])[0].split(",")
    with open(path, "w", encoding="utf-8") as file:
        for number, member in enumerate(members):
            file.write((",\n" if number else "{\n") + json.dumps(member) + ": ")
            if member == "components":
                write_list(file, component, n)
            elif member == "dependencies":
                write_list(file, lambda i: dependency(i, n), n)
            else:
                file.write(json.dumps(SCALARS[member]))
        file.write("\n}\n")


if __name__ == "__main__":
    main()
