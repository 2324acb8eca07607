"""What a document in protobuf says, by protoc and the official .proto files: the other judge of the ledger."""
import collections
import datetime
import json
import re
import shutil
import subprocess

from grammar_protobuf import parse

VERSIONS = ("1.3", "1.4", "1.5", "1.6", "1.7")
# Fields that have another name than their member, by message and field.
NAMES = {("Hash", "value"): "content", ("AttachedText", "value"): "content", ("DataFlow", "value"): "classification",
         ("DataClassification", "value"): "classification",
         ("PostalAddressType", "postalCodeue"): "postalCode", ("ProtocolProperties", "cryptoRef"): "cryptoRefArray",
         ("CertificateState", "predefined_state"): "state", ("EnvironmentVars", "value"): "environmentVars",
         ("CommonExtension", "name"): "commonExtensionName", ("CommonExtension", "value"): "commonExtensionValue",
         ("CustomExtension", "name"): "customExtensionName", ("CustomExtension", "value"): "customExtensionValue",
         ("Asserter", "ref"): "asserter", ("Pointers", "pointer"): "pointers", ("Expressions", "expression"): "expressions",
         ("Dependency", "ref"): "dependsOn"}
# Words that have another name in the enum.
WORDS = {"reinforcementlearning": "reinforcedlearning", "kwh": "kilowatthours", "tco2eq": "tonnesco2equivalent", "s390x": "x390x",
         "unaffected": "notaffected"}
DATES = {"filingdate", "grantdate", "patentexpirationdate"}
EDGE = re.compile(r"(^|\.)(dependencies|taskDependencies|runtimeTopology)\[\]\.(ref|dependsOn(\[\])?)$")
ITSELF = {"bomFormat", "$schema"}  # what the encoding says by being it
ESCAPE = re.compile(rb'\\([0-7]{3}|x[0-9a-f]{2}|.)')
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b'"': b'"', b"'": b"'", b"\\": b"\\"}


def plain(name):
    return re.sub(r"[-_ ]", "", name).lower()


def unescaped(text):
    def one(match):
        code = match[1]
        return NAMED.get(code) or (bytes([int(code[1:], 16)]) if code[:1] == b"x" else bytes([int(code, 8)]))
    return ESCAPE.sub(one, text.encode()).decode()


def moment(fields):
    found = {name: int(value) for name, value in fields}
    text = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=found.get("seconds", 0))
    fraction = f"{found.get('nanos', 0):09d}"
    while fraction.endswith("000"):
        fraction = fraction[:-3]
    return f"{text.isoformat()}{'.' if fraction else ''}{fraction}Z"


def varint(number):
    parts = bytearray()
    while number > 0x7f:
        parts.append(number & 0x7f | 0x80)
        number >>= 7
    return bytes([*parts, number])


def lengths(data):
    """Of the documents that were encoded together."""
    at = 0
    while at < len(data):
        at, size, shift = at + 1, 0, 0
        while True:
            byte = data[at]
            at, size, shift = at + 1, size | (byte & 0x7f) << shift, shift + 7
            if byte < 0x80:
                break
        yield size
        at += size


def tree(text):
    """[(name, value)] of protoc's text, a value being a text or such a list."""
    stack = [[]]
    for line in text.splitlines():
        line = line.strip()
        if line == "}":
            inner = stack.pop()
            stack[-1][-1] = (stack[-1][-1][0], inner)
        elif line.endswith(" {"):
            stack[-1].append((line[:-2], None))
            stack.append([])
        else:
            name, _, value = line.partition(": ")
            stack[-1].append((name, value))
    return stack[0]


class Judge:
    def __init__(self, schemas, top):
        self.schemas, self.top, self.words = schemas, top, set()
        self.zeros, self.seen = collections.defaultdict(set), collections.defaultdict(list)
        self.files = {version: parse((schemas / f"bom-{version}.proto").read_text()) for version in VERSIONS}
        for file in self.files.values():
            self.look_at(file.messages["Bom"], set())

    def look_at(self, message, seen):
        """Names of members that are words, and the words whose number is 0."""
        seen.add(message)
        for field in message.fields.values():
            type_, name = message.find(field.type), plain(NAMES.get((message.name, field.name), field.name))
            if isinstance(type_, dict):
                self.words.add(name)
                self.zeros[name].add(self.word(type_, next(iter(type_))))
            elif type_ and type_ not in seen:
                self.look_at(type_, seen)

    @staticmethod
    def word(enum, name):
        """As plain text, without what all names of the enum begin with."""
        prefix = next(iter(enum))
        while not all(other.startswith(prefix) for other in enum):
            prefix = prefix[:-1]
        return plain(name[prefix.rfind("_") + 1:])

    def protoc(self, how, version, data):
        """Many documents at once, as the fields of one message."""
        proto = self.top / f"all-{version}.proto"
        proto.write_text(f'syntax = "proto3";\nimport "bom-{version}.proto";\n'
                         f'message All {{ repeated cyclonedx.v{version.replace(".", "_")}.Bom documents = 1; }}\n')
        return subprocess.run(["protoc", f"-I{self.schemas}", f"-I{self.top}", f"--{how}=All", proto.name], input=data, capture_output=True,
                              check=False)

    def trees(self, version, documents):
        """The tree of each document, or why there is none."""
        decoded = self.protoc("decode", version, b"".join(b"\x0a" + varint(len(data)) + data for data in documents))
        if not decoded.returncode:
            return [inner or [] for _, inner in tree(decoded.stdout.decode())]
        if len(documents) == 1:
            return [f"protoc does not decode it: {decoded.stderr.decode()[:200]}"]
        middle = len(documents) // 2
        return self.trees(version, documents[:middle]) + self.trees(version, documents[middle:])

    def sizes(self, version, documents):
        """Of each, when protoc has decoded and encoded it again; fewer where it cannot, for what it does not know."""
        decoded = self.protoc("decode", version, b"".join(b"\x0a" + varint(len(data)) + data for data in documents))
        return list(lengths(self.protoc("encode", version, decoded.stdout).stdout))

    def values(self, version, fields):
        """(name, value) of each scalar that is there; ends of edges each once."""
        found, edges = collections.Counter(), set()
        self.collect(self.files[version].messages["Bom"], fields, found, edges)
        found.update(("dependson", edge) for edge in edges)
        return found

    def collect(self, message, fields, found, edges):
        for name, value in fields:
            field = message.fields[name]
            type_, name = message.find(field.type), plain(NAMES.get((message.name, name), name))
            if field.type == "google.protobuf.Timestamp":
                text = moment(value)
                found[name, text[:10] if name in DATES else text] += 1
            elif isinstance(type_, dict):
                found[name, self.word(type_, value)] += 1
            elif type_:
                self.collect(type_, value, found, edges)
            elif message.name == "Dependency" and field.name == "ref":
                edges.add(unescaped(value[1:-1]))
            elif field.type == "string":
                found[name, self.text(name, unescaped(value[1:-1]))] += 1
            else:
                found[name, json.loads(value)] += 1

    def text(self, name, value):
        return WORDS.get(plain(value), plain(value)) if name in self.words and isinstance(value, str) else value

    def values_of_json(self, leaves):
        """The same of LEAVES (place, pointer, spelling)."""
        found, edges = collections.Counter(), set()
        for place, _, spelled in leaves:
            value = json.loads(spelled)
            name = plain(re.sub(r"(\[\])+$", "", place).rpartition(".")[2])
            if place in ITSELF or isinstance(value, (dict, list)):
                continue
            if EDGE.search(place):
                edges.add(value)
                continue
            found[name, self.text(name, value)] += 1
        found.update(("dependson", edge) for edge in edges if edge)
        return found

    def look(self, name, version, data, leaves, told=0):
        """Notes that DATA is what LEAVES say; TOLD values of it may be missing there."""
        self.seen[version].append((name, data, self.values_of_json(leaves), told))

    def verdicts(self):
        """Complaints about all that was noted."""
        for version, seen in self.seen.items():
            documents = [data for _, data, _, _ in seen]
            if self.sizes(version, documents) != [len(data) for data in documents]:
                yield f"protoc encodes documents of {version} otherwise, or not at all"
            for (name, _, ours, told), fields in zip(seen, self.trees(version, documents)):
                found = [fields] if isinstance(fields, str) else self.differences(self.values(version, fields), ours, told)
                yield from (f"{name}: {line}" for line in found)

    def differences(self, theirs, ours, told):
        lost = [f"protoc alone sees {name} {value!r}" for name, value in (theirs - ours).elements()]
        new = [f"protoc does not see {name} {value!r}" for name, value in (ours - theirs).elements()
               if value not in ("", 0, False) and value not in self.zeros[name]]
        return (lost if len(lost) > told else []) + new


def judge(schemas, top):
    """None where there is no protoc."""
    return Judge(schemas, top) if shutil.which("protoc") else None
