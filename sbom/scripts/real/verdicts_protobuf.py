"""The verdict of validate on protobuf, of all official documents in it and of mutants of their bytes: cut off, a field dropped, doubled, moved,
with another number, another type of the wire, another value.

A document is valid if protoc decodes it and knows all fields and words in it, and ajv finds no fault in the JSON that convert makes of it.
"""
import collections
import copy
import json
import random
import re
import subprocess

from grammar_protobuf import parse
from ledger_protobuf import Judge, varint

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
OPEN = "1.3"  # its JSON schema takes members that it does not know
OPEN_OBJECTS = {"properties": "1.5", "proofOfConcept": "1.9"}  # until then, too

# Why we refuse what they take: all that we found must have one of these.
STRICTER = {
    "group": ("SBV001", "a group", "Protocol Buffers, proto3: groups are not there; protoc passes over unknown ones"),
    "varint": ("SBV001", "a varint of more than 64 bits", "Protocol Buffers, Encoding: varints have at most 64 bits; protoc cuts them off"),
    "number": ("SBV001", "a wire type that does not exist", "Protocol Buffers, Encoding: types 6 and 7 are not there"),
    "value": ("SBV004", "a value that cannot be, or one too many",
              "Timestamp: years 1 to 9999; JSON has one where protobuf repeats, and numbers are finite"),
    "iri": ("SBV007", "is not an iri-reference", "draft-07, 7.3.5: ajv has no validator of iri-reference; RFC 3987, 2.2"),
    "version": ("SBV001", "spec_version", "CycloneDX, specVersion: the version that the BOM conforms to; the schema takes any text"),
    "unknown": ("SBV001", "no SBOM document", "nothing in the bytes tells the version"),
}


# Why we take what they refuse: the JSON has this.
LAXER = {"signatory": (b'"signatories"', "CycloneDX, signatories: one alternative is a signature, which protobuf does not have")}


def fields(message, data):
    """[number, type, value] of a message, the value of a message being such a list. None if it is none."""
    found, at = [], 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at, value, shift = at + 1, value | (byte & 0x7f) << shift, shift + 7
            if byte < 0x80:
                return value

    types = {field.number: field for field in message.fields.values()}
    while at < len(data):
        key = number()
        if key & 7 == VARINT:
            value = number()
        else:
            size = {FIXED64: 8, FIXED32: 4}.get(key & 7) or number()
            value, at = data[at:at + size], at + size
        field = types.get(key >> 3)
        type_ = message.find(field.type) if field and key & 7 == BYTES else None
        found.append([key >> 3, key & 7, fields(type_, value) if type_ and not isinstance(type_, dict) else value])
    return found


def encode(tree):
    out = b""
    for number, type_, value in tree:
        data = encode(value) if isinstance(value, list) else value
        out += varint(number << 3 | type_)
        out += varint(data) if type_ == VARINT and isinstance(data, int) else (varint(len(data)) if type_ == BYTES else b"") + data
    return out


def lists(tree):
    yield tree
    for _, _, value in tree:
        if isinstance(value, list):
            yield from lists(value)


TEXTS = [b"", b"x", b"a b", b"http://[", b"MIT", b"\xff", b"2024", b"urn:uuid:0", "\u00e9\n".encode(), b"x" * 1025]


def alter(rng, tree):
    """Changes one field. The name of what was done."""
    holder = rng.choice([inner for inner in lists(tree) if inner])
    field = rng.choice(holder)
    if field[0] == 1 and holder is tree and rng.random() < 0.8:
        field = rng.choice(holder)
    kind = rng.choice(("drop", "double", "shuffle", "move", "number", "new", "type", "value", "value"))
    if kind == "drop":
        holder.remove(field)
    elif kind == "double":
        holder.insert(rng.randrange(len(holder) + 1), copy.deepcopy(field))
    elif kind == "shuffle":
        rng.shuffle(holder)
    elif kind == "move":
        rng.choice(list(lists(tree))).append(copy.deepcopy(field))
    elif kind == "number":
        field[0] = rng.randrange(1, 36)
    elif kind == "new":
        field[0] = rng.choice((99, 1000, 536870911))
    elif kind == "type":
        field[1:] = rng.choice(([VARINT, 1], [BYTES, b"x"], [BYTES, b""], [FIXED32, b"\0\0\x80\x3f"], [FIXED64, b"\0" * 8]))
    elif field[1] == VARINT:
        field[2] = rng.choice((0, 1, 2, 7, 99, 1 << 31, 1 << 40, (1 << 64) - 1))
    elif isinstance(field[2], bytes) and field[1] == BYTES:
        field[2] = rng.choice(TEXTS)
    elif isinstance(field[2], list):
        field[2] = []
    return kind


def mutants(judge, documents, count):
    rng = random.Random(20260324)
    for i in range(count):
        path, version = documents[rng.randrange(len(documents))]
        data = path.read_bytes()
        if rng.random() < 0.1:
            yield f"{i:05d}-cut-{path.stem}", version, data[:rng.randrange(len(data))]
            continue
        tree = fields(judge.files[version].messages["Bom"], data)
        yield f"{i:05d}-{alter(rng, tree)}-{path.stem}", version, encode(tree)


def reason(entry):
    names = set()
    for finding in entry["findings"]:
        if finding["severity"] != "error" or finding["rule"] >= "SBV101":
            continue
        name = next((n for n, (rule, text, _) in STRICTER.items() if rule == finding["rule"] and text in finding["message"]), None)
        if name is None:
            return None
        names.add(name)
    return " and ".join(sorted(names)) or None


def known(version, tree):
    """Has protoc a name for each field, and for each word?"""
    for name, value in tree:
        if re.fullmatch(r"\d+", name) and version != OPEN:
            return False
        if isinstance(value, list) and OPEN_OBJECTS.get(name, "") < version and not known(version, value):
            return False
    return True


def words(message, tree):
    """Numbers where the .proto has an enum: words that it does not have."""
    for name, value in tree:
        field = message.fields.get(name)
        type_ = message.find(field.type) if field else None
        if isinstance(type_, dict) and (re.fullmatch(r"-?\d+", value) or type_[value] == 0 and re.search("_(NULL|UNSPECIFIED|UNDEFINED)$", value)):
            return False
        if isinstance(type_, object) and isinstance(value, list) and type_ and not isinstance(type_, dict) and not words(type_, value):
            return False
    return True


def theirs(judge, program, made, ajv, top):
    """{file: valid} by protoc, and by ajv of the JSON that it becomes; {file: JSON}; files that lose something on the way."""
    verdict, texts, lossy = {}, {}, set()
    for version in sorted(set(made.values())):
        files = [path for path, its in made.items() if its == version]
        for path, tree in zip(files, judge.trees(version, [path.read_bytes() for path in files])):
            verdict[path] = isinstance(tree, list) and known(version, tree) and words(judge.files[version].messages["Bom"], tree)
            other = top / f"{path.stem}.from.json"
            if not verdict[path]:
                continue
            command = [program, "convert", path, "-q", "--strict", "-o", f"cyclonedx-json={other}"]
            code = subprocess.run(command, capture_output=True, check=False).returncode
            if code in (0, 4):
                texts[path] = other
            if code == 4:
                lossy.add(path)
    stated = {path: json.loads(other.read_bytes()).get("specVersion") for path, other in texts.items()}
    found = ajv({texts[path]: version for path, version in stated.items()})
    return {path: good and (path not in texts or found[texts[path]]) for path, good in verdict.items()}, texts, lossy


def compare(program, source, schemas, top, count, ajv, ours):
    judge = Judge(schemas, top)
    corpus = source.parent / "shared" / "corpora" / "cyclonedx-binary"
    official = {path: re.search(rb"^\x0a\x03(1\.\d)", path.read_bytes()) for path in sorted(corpus.glob("*/*.cdx"))}
    official = {path: found[1].decode() for path, found in official.items() if found}
    made = dict(official)
    for stem, version, data in mutants(judge, list(official.items()), count):
        made[top / f"{stem}.cdx"] = version
        (top / f"{stem}.cdx").write_bytes(data)
    (judged, texts, lossy), mine = theirs(judge, program, made, ajv, top), ours(list(made))
    bad, why, good = [], collections.Counter(), collections.Counter()
    for path, valid in judged.items():
        entry = mine[path]
        name = reason(entry) if valid else None
        if not valid and path in texts:
            name = next((n for n, (text, _) in LAXER.items() if text in texts[path].read_bytes()), None)
        if valid and path in lossy:
            name = name or "lost"
        if valid == bool(entry["schema_valid"]):
            good["valid" if valid else "not valid"] += 1
        elif name:
            why[name] += 1
        else:
            bad.append(f"{path.name}: the judges {'take' if valid else 'refuse'} it, we found {entry['findings'][:3]}")
    print(f"protobuf, official and mutants: {len(made)} documents, {good['valid']} valid and {good['not valid']} not valid for both,",
          f"{sum(why.values())} explained")
    clauses = {name: row[-1] for name, row in [*STRICTER.items(), *LAXER.items()]}
    clauses["lost"] = "what is wrong with it has no place in JSON, so that ajv does not see it"
    for name, n in sorted(why.items()):
        print(f"  {n} {name}: {'; '.join(clauses[part] for part in name.split(' and '))}")
    print("\n".join(bad[:20]), end="\n" if bad else "", flush=True)
    return not bad
