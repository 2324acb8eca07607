"""The grammar's tables against the official JSON schemas: both are walked side by side from the root."""
import collections
import json
import re

from grammar_kit import IN_JSON, bits, choices_at, needed, valid

UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
LOOKS = {
    "one line": {"pattern": "^(.*)$"},
    "date-time": {"format": "date-time"},
    "date": {"format": "date"},
    "iri-reference": {"format": "iri-reference"},
    "uri": {"format": "uri"},
    "idn-email": {"format": "idn-email"},
    "serial": {"pattern": f"^urn:uuid:{UUID}$"},
    "media type": {"pattern": "^[-+a-z0-9.]+/[-+a-z0-9.]+$"},
    "digest": {"pattern": "^([a-fA-F0-9]{32}|[a-fA-F0-9]{40}|[a-fA-F0-9]{64}|[a-fA-F0-9]{96}|[a-fA-F0-9]{128})$"},
    "locale": {"pattern": "^([a-z]{2})(-[A-Z]{2})?$"},
    "cre": {"pattern": "^CRE:[0-9]+-[0-9]+$"},
    "patent number": {"pattern": r"^[A-Za-z0-9][A-Za-z0-9\-/.()\s]{0,28}[A-Za-z0-9]$"},
    "country": {"pattern": "^[A-Z]{2}$"},
}
BOUNDS = {"minLength": "least", "maxLength": "most", "minimum": "minimum", "maximum": "maximum"}
# These say less than the alternative beside them (a link is a text that is not empty, and an IRI reference).
LINKS = {"bomLink", "bomLinkDocumentType", "bomLinkElementType"}

KEYWORDS = {"$ref", "type", "enum", "const", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "items", "minItems",
            "maxItems", "uniqueItems", "properties", "required", "additionalProperties", "oneOf", "anyOf", "allOf", "not", "if", "then",
            "else", "definitions"}
# Those that ask for nothing; additionalItems where items is no list of schemas, which the schemas have nowhere but beside maxItems.
NOTES = {"$schema", "$id", "$comment", "title", "description", "default", "examples", "meta:enum", "deprecated", "additionalItems"}

# A value that the schema takes: of a list one of its values. Nodes: of an object, one of each alternative.
Shape = collections.namedtuple("Shape", "kind list nodes says names unique least most")


def licence_ids(top, edition):
    """Ids of the licence list as old as EDITION, exceptions among them, from the project's own list."""
    text = (top / "sbom/id/licence_list.c").read_text()
    rows = re.findall(r'\b(?:L|E|OLD|OLD_E)\("([^"]+)", (\d+)', text)
    return {name for name, since in rows if int(since) <= edition}


class Schemas:
    def __init__(self, folder):
        self.folder, self.files = folder, {}

    def load(self, name):
        if name not in self.files:
            self.files[name] = json.loads((self.folder / name).read_text())
        return self.files[name]

    def follow(self, node, home):
        names = []
        while "$ref" in node:
            file, _, path = node["$ref"].partition("#")
            home = self.load(file.split("/")[-1]) if file else home
            node = home
            for part in filter(None, path.split("/")):
                node = node[part]
                names.append(part)
        return node, home, names

    def shapes(self, node, home):
        node, home, names = self.follow(node, home)
        assert set(node) <= KEYWORDS | NOTES, f"what does {set(node) - KEYWORDS - NOTES} ask for?"
        for word in ("oneOf", "anyOf"):
            if any(set(a) - {"required", "title", "description"} for a in node.get(word, ())):
                found = [s for a in node[word] for s in self.shapes(a, home)]
                return merged([s._replace(names=s.names | set(names)) for s in found])
        if "allOf" in node and "properties" not in node:
            found = [s for a in node["allOf"] for s in self.shapes(a, home)]
            return [s._replace(names=s.names | set(names)) for s in found]
        names = set(names)
        if node.get("type") == "array":
            items = node.get("items", {})
            items = items[0] if isinstance(items, list) else items
            one = self.shapes(items, home) if items else [Shape("any", False, (), frozenset(), set(), 0, 0, None)]
            return [s._replace(list=True, names=s.names | names, unique=int(node.get("uniqueItems", False)),
                               least=node.get("minItems", 0), most=node.get("maxItems")) for s in one]
        if "properties" in node or node.get("type") == "object":
            return [Shape("object", False, ((node, home),), frozenset(), names, 0, 0, None)]
        kind = {"string": "text", "boolean": "bool"}.get(node["type"], node["type"])
        says = frozenset([says_of(node)])
        return [Shape(kind, False, (), says, names, 0, 0, None)]


def says_of(node):
    """What is asked of a text or number, as a hashable thing."""
    wanted = ("pattern", "format", "enum", *BOUNDS)
    says = {k: tuple(sorted(v)) if k == "enum" else v for k, v in node.items() if k in wanted}
    if says.get("format") == "string":  # a format that JSON schema does not know
        del says["format"]
    if "enum" in says and says.get("pattern") == LOOKS["one line"]["pattern"]:  # all words are
        del says["pattern"]
    return tuple(sorted(says.items()))


def merged(shapes):
    """Alternatives of one shape are one; a link beside another text adds nothing."""
    out = {}
    for shape in shapes:
        key = shape.kind, shape.list
        if key not in out:
            out[key] = shape
            continue
        old = out[key]
        says = old.says if shape.names & LINKS else shape.says if old.names & LINKS else one_list(old.says | shape.says)
        most = old.most if old.most is not None else shape.most
        out[key] = old._replace(nodes=old.nodes + shape.nodes, says=says, names=old.names | shape.names, most=most)
    return list(out.values())


def one_list(says):
    """Two lists of words, either of which is right, are one."""
    lists = [dict(s)["enum"] for s in says if len(s) == 1 and s[0][0] == "enum"]
    others = {s for s in says if not (len(s) == 1 and s[0][0] == "enum")}
    return frozenset(others | ({(("enum", tuple(sorted({w for words in lists for w in words}))),)} if lists else set()))


class Walk:
    def __init__(self, tables, report, schemas, top):
        self.tables, self.report, self.schemas, self.top = tables, report, schemas, top
        self.roles, self.rules = collections.defaultdict(set), {}

    def version(self, minor, strict):
        self.minor, self.strict, self.seen, self.reached = minor, strict, set(), set()
        root = self.schemas.load(f"bom-1.{minor}{'-strict' if strict else ''}.schema.json")
        self.object(self.tables.objects[self.tables.all["root"]], ((root, root),))
        wanted = {name for name, o in self.tables.objects.items() if self.minor >= o["since"]}
        self.same("objects", "which the root leads to", sorted(self.reached), sorted(wanted))

    def same(self, place, what, table, schema):
        encoding = "strict JSON" if self.strict else "JSON"
        self.report.same(encoding, place, what, self.minor, table, schema)

    def object(self, o, nodes):
        key = o["name"], tuple(sorted(id(node) for node, _ in nodes))
        if key in self.seen:
            return
        self.seen.add(key)
        self.reached.add(o["name"])
        members = self.members(nodes)
        rows = collections.defaultdict(list)
        for row in o["members"]:
            if valid(row, self.minor):
                rows[row["name"]].append(row)
        for name in set(rows) | set(members):
            self.same(f"{o['name']}.{name}", "a member", name in rows, name in members)
        closed = all(node.get("additionalProperties") is False for node, _ in nodes)
        self.same(o["name"], "closed", self.closed(o), closed)
        for name in set(rows) & set(members):
            needs = {name in node.get("required", ()) for node, _ in nodes}
            if len(needs) == 1:
                self.same(f"{o['name']}.{name}", "needed", any(needed(r, self.minor) for r in rows[name]), needs.pop())
            self.member(o, rows[name], members[name])
        self.choices(o, nodes)

    def closed(self, o):
        return not (self.minor <= o["open_until"] or (not self.strict and self.minor <= self.tables.all["open_until"]))

    def members(self, nodes):
        found = collections.defaultdict(list)
        for node, home in nodes:
            parts = [node, *(a["then"] for a in node.get("allOf", ()) if isinstance(a.get("then"), dict))]
            for part in parts:
                for name, member in part.get("properties", {}).items():
                    if (member, home) not in found[name]:
                        found[name].append((member, home))
        return found

    def member(self, o, rows, found):
        place = f"{o['name']}.{rows[0]['name']}"
        shapes = merged([s for member, home in found for s in self.schemas.shapes(member, home)])
        by_shape = {(("text" if r["kind"] == "word" else r["kind"]), bool(r["list"])): r for r in rows}
        untyped = {key for key, r in by_shape.items() if r["untyped_until"] >= self.minor}
        wanted = {("any" if key in untyped else key[0], key[1]) for key in by_shape}
        self.same(place, "shapes", sorted(wanted), sorted((s.kind, s.list) for s in shapes))
        for shape in shapes:
            row = by_shape.get((shape.kind, shape.list))
            if not row:
                continue
            self.role(row, shape)
            self.same(place, "no two alike", row["unique"], shape.unique)
            self.same(place, "values at least", row["least"], shape.least)
            if shape.kind == "object":
                self.object(self.tables.objects[row["type"]], nodes_once(shape.nodes))
            else:
                self.same(place, "look", self.look(row), shape.says)
            if shape.most is not None:
                self.rules[row["type"]] = "one expression"
        if len([s for s in shapes if s.list]) > 1 and found[0][0].get("anyOf"):  # lists of one shape each, and not one of both
            self.rules[o["name"]] = "one shape"

    def role(self, row, shape):
        if "refType" in shape.names or "refLinkType" in shape.names:
            link = "bomLinkElementType" in shape.names
            self.roles[row["where"], row["kind"], row["list"]].add(
                "id" if row["name"] == "bom-ref" else "ref link" if link else "ref")

    def look(self, row):
        if row["kind"] == "word":
            self.tables.seen_words(row["type"], self.minor, "JSON")
            return frozenset([(("enum", tuple(sorted(self.tables.words_at(row["type"], self.minor)))),)])
        rule = self.tables.rule(row, self.minor, IN_JSON) if row["type"] else None
        if not rule or (rule["strict_only"] and not self.strict):
            return frozenset([()])
        words = self.tables.words_at(rule["words"], self.minor) if rule["words"] else []
        if rule["pattern"] == "licence id":
            words = licence_ids(self.top, rule["edition"])
        says = dict(LOOKS.get(rule["pattern"], {}))
        says |= {name: rule[mine] for name, mine in BOUNDS.items() if rule.get(mine, 0) or mine in ("minimum", "maximum") and mine in rule}
        looks = {(("enum", tuple(sorted(words))),)} if words else set()
        if rule["pattern"] not in ("word", "licence id"):
            looks.add(tuple(sorted(says.items())))
        return frozenset(looks)

    def choices(self, o, nodes):
        table = {(c["kind"], self.sets(o, c)) for c in choices_at(o, self.minor)}
        schema = set()
        for node, _ in nodes:
            for word, kind in (("oneOf", "one"), ("anyOf", "any")):
                if any("required" in a for a in node.get(word, ())):
                    schema.add((kind, frozenset((frozenset(a["required"]), None) for a in node[word])))
            keys = [a["then"] for a in node.get("allOf", ()) if "kty" in a.get("if", {}).get("properties", {})]
            if keys:
                schema.add(("one", frozenset((frozenset(k["required"]), frozenset(k["properties"])) for k in keys)))
                self.rules[o["name"]] = "jsf key"
            for part in node.get("allOf", ()):
                if "not" in part:
                    schema.add(("none", frozenset([(frozenset(part["not"]["required"]), None)])))
                if part.get("if") == {"properties": {"isExternal": {"const": False}}}:
                    self.same(o["name"], "then", part["then"], {"not": {"required": ["versionRange"]}})
                    self.rules[o["name"]] = "range of external"
        if len(nodes) > 1:
            schema.add(("one", frozenset((frozenset(n.get("required", ())), frozenset(n["properties"])) for n, _ in nodes)))
        self.same(o["name"], "alternatives", table, schema)

    def sets(self, o, choice):
        rows = [r for r in o["members"] if valid(r, self.minor)]
        members = lambda i: frozenset(r["name"] for r in rows if bits(r, i))
        return frozenset((frozenset(s["need"]), members(i) if s["closed"] else None) for i, s in enumerate(choice["sets"]))


def nodes_once(nodes):
    """Without those that stand there again in the same words: one object, written out at several places."""
    out = []
    for node in nodes:
        if all(plain(node[0]) != plain(other[0]) for other in out):
            out.append(node)
    return tuple(out)


def plain(node):
    if isinstance(node, dict):
        return {k: plain(v) for k, v in node.items() if k not in ("title", "description", "examples", "meta:enum", "deprecated")}
    return [plain(n) for n in node] if isinstance(node, list) else node


def compare(tables, report, folder, top):
    """Returns the roles of members that the schemas' names of types tell."""
    walk = Walk(tables, report, Schemas(folder), top)
    for minor in range(2, tables.all["last"] + 1):
        for strict in (False, True) if minor < 4 else (False,):
            walk.version(minor, strict)
    for name, o in tables.objects.items():
        walk.same(name, "rule", o["rule"], walk.rules.get(name, "none"))
    return walk.roles
