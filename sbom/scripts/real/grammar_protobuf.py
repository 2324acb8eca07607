"""The grammar's tables against the official .proto files: both are walked side by side from the root."""
import collections
import re

from grammar_kit import ALWAYS, bits, valid

FIRST = 3  # the version that brought protobuf
TOKEN = re.compile(r'"[^"]*"|[\w.]+|[{}=;\[\],<>()]')
SCALARS = {"string": "bytes", "bool": "varint", "int32": "varint", "int64": "varint64", "float": "float", "double": "double",
           "google.protobuf.Timestamp": "timestamp"}
# Fields that do not have the name of their member.
NAMES = {"hash.content": "value", "attachment.content": "value", "serviceData.classification": "value",
         "dependency.dependsOn": "dependencies", "postalAddress.postalCode": "postalCodeue", "graphicsCollection.collection": "graphic",
         "cryptoProperties.protocolProperties.cryptoRefArray": "cryptoRef",
         "cryptoProperties.certificateProperties.certificateState.state": "predefined_state"}
# Words that have another name in the enum.
WORDS = {"reinforcement-learning": "reinforced_learning", "kWh": "kilowatt_hours", "tCO2eq": "tonnes_co2_equivalent", "s390x": "x390x",
         "unaffected": "not_affected"}

# Fields that only a quirk leads to.
QUIRKS = {"cryptoProperties.protocolProperties": ["ikev2TransformTypesDetailed"], "licenseChoice": ["expression_detailed"]}

Field = collections.namedtuple("Field", "name number type label oneof")


class Message:
    def __init__(self, name, outer):
        self.name, self.outer, self.fields, self.messages, self.enums = name, outer, {}, {}, {}

    def find(self, name):
        """A message, an enum {value: number}, or None."""
        scope = self
        while scope:
            found = scope.messages.get(name) or scope.enums.get(name)
            if found:
                return found
            scope = scope.outer
        return None


def parse(text):
    text = re.sub(r"/\*.*?\*/|//[^\n]*", " ", text, flags=re.S)
    tokens = collections.deque(TOKEN.findall(text))
    root = Message("", None)
    statements(tokens, root, None)
    return root


def statements(tokens, message, oneof):
    """What stands up to the closing brace."""
    while tokens:
        word = tokens.popleft()
        if word == "}":
            return
        if word in ("message", "enum", "oneof"):
            name = tokens.popleft()
            tokens.popleft()
            if word == "oneof":
                statements(tokens, message, name)
            elif word == "enum":
                message.enums[name] = enum(tokens)
            else:
                message.messages[name] = Message(name, message)
                statements(tokens, message.messages[name], None)
            continue
        parts = [word]
        while parts[-1] != ";":
            parts.append(tokens.popleft())
        if word not in ("syntax", "package", "import", "option", "reserved", ";"):
            label = parts.pop(0) if word in ("optional", "repeated") else ""
            message.fields[parts[1]] = Field(parts[1], int(parts[3]), parts[0], label, oneof)


def enum(tokens):
    values = {}
    while True:
        word = tokens.popleft()
        if word == "}":
            return values
        parts = [word]
        while parts[-1] != ";":
            parts.append(tokens.popleft())
        if word not in ("option", "reserved"):
            values[word] = int(parts[2])


def same_name(a, b):
    return re.sub(r"[-_ ]", "", a).lower() == re.sub(r"[-_ ]", "", b).lower()


class Walk:
    def __init__(self, tables, report, folder):
        self.tables, self.report, self.folder = tables, report, folder

    def version(self, minor):
        self.minor, self.seen, self.reached = minor, set(), set()
        self.file = parse((self.folder / f"bom-1.{minor}.proto").read_text())
        self.used = set()
        self.object(self.tables.objects["bom"], self.file.messages["Bom"])
        if "LicenseExpressionDetailed" in self.file.messages:
            licences(self)
        self.same("objects", "which the root leads to", sorted(self.led_to()), sorted(self.reached))
        self.same("messages", "which a member leads to", sorted(self.names(self.file) - self.used), [])

    def names(self, message):
        found = {message.name} if message.name else set()
        for inner in message.messages.values():
            found |= self.names(inner)
        return found

    def same(self, place, what, table, schema):
        self.report.same("protobuf", place, what, self.minor, table, schema)

    def rows(self, o, way=None):
        since = lambda r: max(FIRST, r["since"]) if r["pb_since"] == ALWAYS else r["pb_since"]
        return [r for r in o["members"] if r["pb_number"] and since(r) <= self.minor <= r["until"] and bits(r, way)]

    def led_to(self):
        found, todo = set(), ["bom"]
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += [r["type"] for r in self.rows(self.tables.objects[name]) if r["kind"] == "object"]
        return found

    def field_of(self, row, message):
        name = NAMES.get(row["where"], row["name"])
        return next((f for f in message.fields.values() if same_name(f.name, name)), None)

    def object(self, o, message, way=None, others=()):
        """OTHERS: fields of the message that belong to another object."""
        self.used.add(message.name)
        if (o["name"], message, way) in self.seen:
            return
        self.seen.add((o["name"], message, way))
        self.reached.add(o["name"])
        rows = [r for r in self.rows(o, way) if not (o["name"] == "licenseChoice" and r["pb_kind"] == "quirk")]
        found = {id(r): self.field_of(r, message) for r in rows}
        for row in rows:
            if found[id(row)] is None:
                self.same(row["where"], "field", "is there", "is not")
        left = set(message.fields) - {f.name for f in found.values() if f} - set(others) - set(QUIRKS.get(o["name"], ()))
        self.same(o["name"], "fields without a row", sorted(left), [])
        for row in rows:
            if found[id(row)]:
                self.member(row, found[id(row)], message)

    def member(self, row, field, message):
        if not (row["quirk"] == "patents" and message.name == "PatentFamily"):
            self.same(row["where"], "number", row["pb_number"], field.number)
        type_ = message.find(field.type)
        if row["pb_kind"] == "quirk":
            getattr(self, "quirk_" + row["quirk"])(row, field, type_, message)
            return
        self.same(row["where"], "one of several", bool(row["pb_oneof"]), field.oneof is not None)
        many = not row["list"] if self.minor < row["pb_flip_before"] else row["list"]
        if row["where"] == "componentEvidence.identity" and not row["list"]:
            many = 1  # since 1.6 the list's row has the field, too
        if row["pb_kind"] == "box":
            self.used.add(type_.name)
            (inner,) = type_.fields.values()
            self.same(row["where"], "box", (1, "repeated"), (inner.number, inner.label))
            field, type_, many = inner, type_.find(inner.type), 1
        self.same(row["where"], "repeated", bool(many), field.label == "repeated")
        self.value(row, field, type_, boxed=row["pb_kind"] == "box")

    def value(self, row, field, type_, boxed=False):
        kind = SCALARS.get(field.type) or ("varint" if isinstance(type_, dict) else "message")
        if not boxed:
            self.same(row["where"], "kind", row["pb_kind"], kind)
            plain = not field.label and not field.oneof and kind not in ("message", "timestamp")
            self.same(row["where"], "nothing tells zero from absent", bool(row["pb_plain"]), plain)
        self.same(row["where"], "an object", row["kind"] == "object", kind == "message")
        if isinstance(type_, dict):
            self.words(row, type_)
        elif kind == "message":
            self.object(self.tables.objects[row["type"]], type_)
        elif row["kind"] == "word":
            mine = {w["pb"] for w in self.tables.words[row["type"]]["words"]}
            self.same(row["where"], "numbers of words", mine, {-1})

    def words(self, row, values):
        self.same(row["where"], "words", row["kind"], "word")
        self.tables.seen_words(row["type"], self.minor, "protobuf")
        names = list(values)
        prefix = names[0]
        while not all(n.startswith(prefix) for n in names):
            prefix = prefix[:-1]
        prefix = prefix[:prefix.rfind("_") + 1]
        schema = {n[len(prefix):]: number for n, number in values.items()}
        table = {}
        for word in self.tables.words[row["type"]]["words"]:
            since = word["since"] if word["pb_since"] == ALWAYS else word["pb_since"]
            if since <= self.minor and word["pb"] >= 0:
                name = WORDS.get(word["text"], word["text"])
                table[next((n for n in schema if same_name(n, name)), name)] = word["pb"]
        unset = {n for n, number in schema.items() if number == 0 and re.fullmatch("NULL|UNSPECIFIED|UNDEFINED|UNKNOWN", n)}
        self.same(row["where"], "numbers of words", table, {n: v for n, v in schema.items() if n in table or n not in unset})

    # ---- places that no column says ----
    def either(self, row, type_, wanted):
        """A message that holds one of several: {name of the field: number}."""
        self.used.add(type_.name)
        self.same(row["where"], "either", wanted, {f.name: f.number for f in type_.fields.values()})
        return {name: type_.find(f.type) for name, f in type_.fields.items()}

    def repeated(self, row, field):
        self.same(row["where"], "repeated", bool(row["list"]), field.label == "repeated")

    def quirk_tools(self, row, field, type_, message):
        old, new = self.tables.objects["tool"], self.tables.objects["tools"]
        self.same(row["where"], "repeated", self.minor < 5, field.label == "repeated")
        name = lambda r: self.field_of(r, type_).name
        if row["type"] == "tool":
            self.object(old, type_, others=[name(r) for r in self.rows(new)] if self.minor > 4 else ())
        else:
            self.object(new, type_, others=[name(r) for r in self.rows(old)])

    def quirk_nested(self, row, field, type_, message):
        self.same(row["where"], "nested", type_.name, message.name)
        self.repeated(row, field)

    def quirk_datasets(self, row, field, type_, message):
        inner = self.tables.objects[row["type"]]
        self.repeated(row, field)
        found = self.either(row, type_, {"dataset": 1, "ref": 2})
        ref = [r for r in self.rows(inner) if r["name"] == "ref"][0]
        self.same(ref["where"], "number", ref["pb_number"], type_.fields["ref"].number)
        self.object(inner, found["dataset"], way=0)

    def quirk_patents(self, row, field, type_, message):
        if row["name"] != "patents":  # of a patent: its numbers; of a family others
            numbers = {"priorityApplication": 3, "externalReferences": 5}
            mine = row["pb_number"] if message.name == "Patent" else numbers[row["name"]]
            self.same(row["where"], "number of " + message.name, mine, field.number)
            self.repeated(row, field)
            self.object(self.tables.objects[row["type"]], type_)
            return
        self.repeated(row, field)
        found = self.either(row, type_, {"patent": 1, "patent_family": 2})
        for way, name in enumerate(("patent", "patent_family")):
            self.object(self.tables.objects[row["type"]], found[name], way=way)

    def quirk_party(self, row, field, type_, message):
        numbers = {"organization": 1, "individual": 2} | ({"ref": 3} if row["name"] == "asserter" else {})
        found = self.either(row, type_, numbers)
        self.repeated(row, field)
        if row["kind"] == "object":
            for way, name in enumerate(("organization", "individual")):
                self.object(self.tables.objects[row["type"]], found[name], way=way)

    def quirk_environment(self, row, field, type_, message):
        found = self.either(row, type_, {"property": 1, "value": 2})
        self.repeated(row, field)
        if row["kind"] == "object":
            self.object(self.tables.objects[row["type"]], found["property"])

    def quirk_extensions(self, row, field, type_, message):
        if row["name"] != "certificateExtensions":
            return
        inner = self.tables.objects[row["type"]]
        self.reached.add(inner["name"])
        self.used.add(type_.name)
        (items,) = type_.fields.values()
        self.same(row["where"], "box", (1, "repeated"), (items.number, items.label))
        found = self.either(row, type_.find(items.type), {"commonExtension": 1, "customExtension": 2})
        for way, name in enumerate(("common", "custom")):
            extension = found[name + "Extension"]
            self.used.add(extension.name)
            numbers = {r["name"].replace(name + "Extension", "").lower(): r["pb_number"] for r in self.rows(inner, way)}
            self.same(inner["name"], name, numbers, {f.name: f.number for f in extension.fields.values()})
            for r in self.rows(inner, way):
                field = extension.fields[r["name"].replace(name + "Extension", "").lower()]
                kind = extension.find(field.type)
                self.same(r["where"], "nothing tells zero from absent", bool(r["pb_plain"]), not field.label)
                if isinstance(kind, dict):
                    self.words(r, kind)

    def quirk_ikev2(self, row, field, type_, message):
        inner = self.tables.objects[row["type"]]
        self.detailed(inner, type_, "bytes")
        other = message.fields.get("ikev2TransformTypesDetailed")
        self.same(row["where"], "field of objects", 7 if self.minor > 6 else None, other.number if other else None)
        if other:
            self.detailed(inner, message.find(other.type), "message")

    def detailed(self, o, message, kind):
        """One of the two messages: references or objects."""
        self.reached.add(o["name"])
        self.used.add(message.name)
        rows = {r["name"]: r for r in self.rows(o) if r["pb_kind"] in (kind, "varint")}
        self.same(o["name"], message.name, sorted(rows), sorted(message.fields))
        for name in set(rows) & set(message.fields):
            self.member(rows[name], message.fields[name], message)


def licences(walk):
    """The message of an expression with details, to which only the quirk of licences leads."""
    choice, message = walk.tables.objects["licenseChoice"], walk.file.messages["LicenseExpressionDetailed"]
    walk.used.add(message.name)
    rows = {r["name"]: r for r in walk.rows(choice) if r["pb_kind"] == "quirk"}
    numbers = {"expression": 1, "bomref": 3, "acknowledgement": 4, "details": rows["expressionDetails"]["pb_number"],
               "licensing": rows["licensing"]["pb_number"], "properties": rows["properties"]["pb_number"]}
    walk.same("licenseChoice", "detailed", numbers, {f.name.replace("_", ""): f.number for f in message.fields.values()})
    for name, field in (("expressionDetails", "details"), ("licensing", "licensing"), ("properties", "properties")):
        walk.same(rows[name]["where"], "repeated", bool(rows[name]["list"]), message.fields[field].label == "repeated")
        walk.object(walk.tables.objects[rows[name]["type"]], message.find(message.fields[field].type))


def compare(tables, report, folder):
    walk = Walk(tables, report, folder)
    for minor in range(FIRST, tables.all["last"] + 1):
        walk.version(minor)
