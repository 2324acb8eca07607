"""The grammar's tables against the official XSDs: both are walked side by side from the root."""
import collections
import re
import xml.etree.ElementTree as ET

from grammar_json import UUID, licence_ids
from grammar_kit import ALWAYS, IN_XML, NEVER, bits, choices_at, needed, valid

XS = "{http://www.w3.org/2001/XMLSchema}"
MANY = "many"
ELEMENTS, OTHER_ATTRIBUTES, ANY_ATTRIBUTES = 1, 2, 4
CPE_PART = r"(((\?*|\*?)([a-zA-Z0-9\-\._]|(\\[\\\*\?!\"#$$%&'\(\)\+,/:;<=>@\[\]\^`\{\|}~]))+(\?*|\*?))|[\*\-])".replace(r"\"", '"')
CPE = (r"([c][pP][eE]:/[AHOaho]?(:[A-Za-z0-9\._\-~%]*){0,6})|(cpe:2\.3:[aho\*\-](:" + CPE_PART +
       r"){5}(:(([a-zA-Z]{2,3}(-([a-zA-Z]{2}|[0-9]{3}))?)|[\*\-]))(:" + CPE_PART + "){4})")
LOOKS = {  # base type (None: any kind of string) and pattern
    "any": (None, None), "word": (None, None), "anyURI": ("anyURI", None), "xsd date-time": ("dateTime", None), "xsd date": ("date", None),
    "cpe": (None, CPE), "serial or braces": (None, rf"urn:uuid:({UUID})|(\{{{UUID}\}})"),
    "media type": (None, "[-+a-z0-9.]+/[-+a-z0-9.]+"), "locale": (None, "([a-z]{2})(-[A-Z]{2})?"), "cre": (None, "CRE:[0-9]+-[0-9]+"),
    "digest": (None, "([a-fA-F0-9]{32})|([a-fA-F0-9]{40})|([a-fA-F0-9]{64})|([a-fA-F0-9]{96})|([a-fA-F0-9]{128})"),
    "patent number in xml": (None, r"[A-Za-z0-9][A-Za-z0-9\-/.() ]{0,28}[A-Za-z0-9]"), "country": (None, "[A-Z]{2}"),
}
STRINGS = {"string", "normalizedString", "token"}
NUMBERS = {"bool": "boolean", "integer": "integer", "number": "decimal"}

# What XML alone has: no member of JSON is like it, so it has no row and is foreign to the other encodings.
ALONE = {"componentEvidence.callstack": ["tools"]}

# An element in a content model; a choice of several sequences; how often it stands there.
Element = collections.namedtuple("Element", "name least most")
Choice = collections.namedtuple("Choice", "ways least most")


def local(name):
    return name.split(":")[-1]


def times(node):
    most = node.get("maxOccurs", "1")
    return int(node.get("minOccurs", "1")), MANY if most == "unbounded" else int(most)


class Xsd:
    def __init__(self, folder, minor):
        self.root = ET.parse(folder / f"bom-1.{minor}.xsd").getroot()
        self.named = {(node.tag, node.get("name")): node for node in self.root if node.get("name")}

    def type_of(self, node):
        """The complexType or simpleType of an element or attribute; the name of a built-in or foreign type."""
        name = node.get("type")
        if not name:
            inner = [n for n in node if n.tag in (XS + "complexType", XS + "simpleType")]
            return inner[0] if inner else "xs:anyType"
        if name.startswith(("xs:", "spdx:")):
            return name
        found = [self.named[tag, local(name)] for tag in (XS + "complexType", XS + "simpleType") if (tag, local(name)) in self.named]
        return found[0]

    def attributes(self, node):
        found = {}
        for child in node:
            if child.tag == XS + "attribute":
                found[child.get("name")] = child
            elif child.tag == XS + "attributeGroup":
                found |= self.attributes(self.named[child.tag, local(child.get("ref"))])
            elif child.tag in (XS + "simpleContent", XS + "extension"):
                found |= self.attributes(child)
        return found

    def takes(self, node):
        bits_ = ELEMENTS if any(n.tag == XS + "any" for n in own(node)) else 0
        for n in own(node):
            if n.tag == XS + "anyAttribute":
                bits_ |= ANY_ATTRIBUTES if n.get("namespace") == "##any" else OTHER_ATTRIBUTES
        return bits_

    def text(self, node):
        """The type of the text of a complexType, or None."""
        found = node.find(f"{XS}simpleContent/{XS}extension")
        return found.get("base") if found is not None else None

    def model(self, node):
        """(rounds, particles) of a complexType: what may stand in it, in order."""
        groups = [n for n in node if n.tag in (XS + "sequence", XS + "choice")]
        if not groups:
            return "one", ()
        rounds = {(1, 1): "one", (0, 1): "maybe", (0, MANY): "any"}[times(groups[0])]
        if groups[0].tag == XS + "choice":
            return rounds, (Choice(self.ways(groups[0]), 1, 1),)
        return rounds, self.particles(groups[0])

    def particles(self, group):
        found = []
        for node in group:
            if node.tag == XS + "element":
                found.append(Element(node.get("name"), *times(node)))
            elif node.tag == XS + "choice":
                found.append(Choice(self.ways(node), *times(node)))
            elif node.tag == XS + "sequence":
                inner = self.particles(node)
                found += inner if times(node) == (1, 1) else [Choice(frozenset([inner]), *times(node))]
        return tuple(found)

    def ways(self, group):
        """The ways of a choice, each a sequence; how often a sequence of one element stands is told by the element."""
        ways = set()
        for node in group:
            if node.tag == XS + "element":
                ways.add((Element(node.get("name"), *times(node)),))
            elif node.tag == XS + "sequence":
                inner = self.particles(node)
                ways.add(inner if times(node) == (1, 1) else (Choice(frozenset([inner]), *times(node)),))
        return frozenset(ways)

    def elements(self, node):
        return {n.get("name"): n for n in own(node) if n.tag == XS + "element"}

    def simple(self, kind):
        """(built-in type, {facet: value}, words or None) of a simple type."""
        facets, words = {}, None
        while True:
            if isinstance(kind, str):
                if kind.startswith(("xs:", "spdx:")):
                    return local(kind), facets, words
                kind = self.named[XS + "simpleType", local(kind)]
            union = kind.find(XS + "union")
            if union is not None:  # with links, which say less than what stands before them
                kind = union.get("memberTypes").split()[0]
                continue
            rule = kind.find(XS + "restriction")
            for facet in rule:
                if facet.tag == XS + "enumeration":
                    words = (words or []) + [facet.get("value")]
                elif facet.tag != XS + "annotation":
                    facets[local(facet.tag.replace(XS, ""))] = facet.get("value")
            kind = rule.get("base")


def own(node):
    """The nodes of a complexType without those of the types of its elements."""
    for child in node:
        yield child
        if child.tag != XS + "element" and child.tag != XS + "attribute":
            yield from own(child)


class Walk:
    def __init__(self, tables, report, folder, top):
        self.tables, self.report, self.folder, self.top = tables, report, folder, top
        self.roles = collections.defaultdict(set)

    def version(self, minor):
        self.minor, self.xsd, self.seen, self.reached = minor, Xsd(self.folder, minor), set(), set()
        spdx = ET.parse(self.folder / "spdx.xsd").getroot()
        self.licences = {n.get("value") for n in spdx.iter(XS + "enumeration")}
        bom = self.xsd.named[XS + "element", "bom"]
        self.object(self.tables.objects["bom"], self.xsd.type_of(bom))
        fields = [(n.tag.replace(XS, ""), n.get("xpath")) for u in bom.iter(XS + "unique") for n in u]
        self.same("bom", "what is unique", fields, [("selector", ".//*"), ("field", "@bom-ref")] if minor else [])
        roles = {(r["name"], r["xml_place"]) for o in self.tables.objects.values() for r in o["members"] if r["role"] == "id"}
        self.same("bom", "ids", roles, {("bom-ref", "attribute")})
        self.same("objects", "which the root leads to", sorted(self.led_to()), sorted(self.reached))
        if minor < 2:  # later JSON tells
            self.same("objects", "which there are", {name for name, o in self.tables.objects.items() if o["since"] <= minor}, self.reached)

    def led_to(self):
        found, todo = set(), ["bom"]
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += [r["type"] for r in self.rows(self.tables.objects[name]) if r["kind"] == "object"]
        return found

    def same(self, place, what, table, schema):
        self.report.same("XML", place, what, self.minor, table, schema)

    def rows(self, o, way=None):
        """Rows that stand in XML of this version. Of rows that share an element, all."""
        return [r for r in o["members"] if r["xml_place"] != "none" and self.since(r) <= self.minor <= r["until"] and bits(r, way)]

    def since(self, row):
        return row["since"] if row["xml_since"] == ALWAYS else row["xml_since"]

    def needed(self, row):
        if row["xml_need_since"] == ALWAYS:
            return needed(row, self.minor)
        return row["xml_need_since"] != NEVER and row["xml_need_since"] <= self.minor

    def flipped(self, row):
        return self.minor < row["xml_flip_before"]

    def object(self, o, kind, way=None):
        """WAY: the alternative of the object that this type is, of those that have a type each."""
        if (o["name"], kind, way) in self.seen:
            return
        self.seen.add((o["name"], kind, way))
        self.reached.add(o["name"])
        rows = self.rows(o, way)
        attributes = [r for r in rows if r["xml_place"] == "attribute"]
        schema = self.xsd.attributes(kind)
        self.same(o["name"], "attributes", sorted(r["xml_name"] for r in attributes), sorted(schema))
        for row in attributes:
            if row["xml_name"] in schema:
                found = schema[row["xml_name"]]
                self.same(row["where"], "needed", self.needed(row), found.get("use") == "required")
                self.value(row, self.xsd.type_of(found))
        text, found = [r for r in rows if r["xml_place"] == "text"], self.xsd.text(kind)
        self.same(o["name"], "text", len(text), int(found is not None))
        if text and found:
            self.value(text[0], found)
        takes = self.xsd.takes(kind)
        self.same(o["name"], "takes", o["xml_takes"] & ~(ELEMENTS if not self.minor else 0), takes)
        self.same(o["name"], "content", self.expected(o, rows, way), self.xsd.model(kind))
        self.children(o, rows, self.xsd.elements(kind))

    def expected(self, o, rows, way):
        """The content model that the table makes."""
        if o["name"] == "dependency":  # its nested ones, in any order with the others: each round has one of each
            names = [e.name for e in self.sequence(rows, ()) if (e.least, e.most) == (0, MANY)]
            return o["xml_rounds"], tuple(Element(name, int(len(names) == 1), 1) for name in names)
        if o["name"] == "tools":  # and the list of tools, which is a row of its own
            new, old = tuple(self.sequence(rows, ())), (Element("tool", 0, 1),)
            ways = frozenset([(Choice(frozenset([old]), 0, MANY),), (Choice(frozenset([new]), 0, 1),)])
            return o["xml_rounds"], (Choice(ways, 1, 1),)
        alone = [Element(name, 0, 1) for name in ALONE.get(o["name"], ())]
        particles, done = [], set()
        groups = [c for c in choices_at(o, self.minor) if c["in_xml"] != "free"]
        closed = [c for c in groups if c["sets"][0]["closed"]] if way is None else []
        if closed:
            ways = [tuple(self.sequence(self.rows(o, i), s["need"])) for i, s in enumerate(closed[0]["sets"])]
            return o["xml_rounds"], (Choice(frozenset(ways), 1, 1),)
        groups = [c for c in groups if not c["sets"][0]["closed"]]
        needs = set(closed_need(o, way))
        for particle in self.sequence(rows, needs):
            group = [c for c in groups if any(particle.name in self.xml_names(o, s["need"]) for s in c["sets"])]
            if not group:
                particles.append(particle)
            elif id(group[0]) not in done:
                done.add(id(group[0]))
                particles.append(self.group(o, group[0], rows))
        if len(particles) == 1 and isinstance(particles[0], Choice):
            return o["xml_rounds"], (particles[0]._replace(least=1),)
        return o["xml_rounds"], tuple(particles + alone)

    def xml_names(self, o, names):
        return [r["xml_name"] for r in o["members"] if r["name"] in names]

    def group(self, o, choice, rows):
        names = [n for s in choice["sets"] for n in self.xml_names(o, s["need"])]
        least = 0 if choice["in_xml"] == "or none" else 1
        most = {r["xml_name"]: MANY if self.flipped(r) else 1 for r in rows}
        ways = frozenset((Element(n, least, most[n]),) for n in names if n in most)
        return Choice(ways, 0 if choice["kind"] == "none" else 1, 1)

    def sequence(self, rows, need):
        out = []
        for row in rows:
            no_element = row["xml_place"] in ("attribute", "text") or row["quirk"] == "namespace" or row["name"] == "flow"
            if no_element or row["xml_name"] in [e.name for e in out]:
                continue
            inside = row["xml_item"] or row["xml_place"] == "quirk" and row["quirk"] not in ("nested", "party")
            many = row["list"] and not inside
            many = not many if self.flipped(row) else many
            out.append(Element(row["xml_name"], int(self.needed(row) or row["name"] in need), MANY if many else 1))
        return out

    def children(self, o, rows, schema):
        for row in rows:
            found = schema.get(row["xml_name"])
            if found is None or row["xml_place"] in ("attribute", "text"):
                continue
            kind = self.xsd.type_of(found)
            place = row["xml_place"]
            if place == "quirk":
                getattr(self, "quirk_" + row["quirk"].replace(" ", "_"))(o, row, kind)
            elif row["xml_item"]:
                self.wrapper(row, kind)
            elif place == "ref":
                self.reference(row, kind)
            else:
                self.inside(row, kind)

    def inside(self, row, kind):
        if row["kind"] != "object":
            if not isinstance(kind, str) and kind.get("mixed") == "true":  # a text, or an object of the row beside
                return
            self.value(row, kind)
        elif isinstance(kind, str):  # an element that is nothing but the one text of an object
            inner = self.tables.objects[row["type"]]
            self.reached.add(inner["name"])
            self.same(inner["name"], "text", [r["xml_place"] for r in inner["members"]], ["text"])
            self.value(inner["members"][0], kind)
        else:
            self.object(self.tables.objects[row["type"]], kind)

    def wrapper(self, row, kind):
        elements = self.xsd.elements(kind)
        self.same(row["where"], "item", row["xml_item"] in elements, True)
        self.same(row["where"], "wrapper takes", row["xml_takes"], self.xsd.takes(kind))
        if row["xml_item"] not in elements:
            return
        item = elements[row["xml_item"]]
        groups = [n for n in own(kind) if n.tag in (XS + "sequence", XS + "choice") and item in own(n)]
        least, most = times(item)
        for group in groups:
            first, last = times(group)
            in_choice = group.tag == XS + "choice"
            least, most = (0 if in_choice else min(least, first)), (MANY if MANY in (most, last) else most)
        self.same(row["where"], "items", (row["xml_least"] or row["least"], MANY), (least, most))
        if row["xml_place"] == "ref":
            self.reference(row, self.xsd.type_of(item))
        else:
            self.inside(row, self.xsd.type_of(item))

    def reference(self, row, kind):
        attributes = self.xsd.attributes(kind)
        self.same(row["where"], "a reference", sorted(attributes), ["ref"])
        self.value(row, self.xsd.type_of(attributes["ref"]))

    def value(self, row, kind):
        base, facets, words = self.xsd.simple(kind)
        self.role(row, kind)
        if row["kind"] == "word":
            table = self.tables.words[row["type"]]
            self.tables.seen_words(row["type"], self.minor, "XML")
            mine = None if table["xml_open"] else sorted(self.tables.words_at(row["type"], self.minor))
            self.same(row["where"], "words", mine, sorted(words) if words else None)
            return
        rule = self.tables.rule(row, self.minor, IN_XML) if row["type"] else None
        if rule and rule["pattern"] == "licence id":
            self.same(row["where"], "licence ids", sorted(licence_ids(self.top, rule["edition"])), sorted(self.licences))
            self.same(row["where"], "type", "licenseId", base)
            return
        mine, pattern = LOOKS[rule["pattern"]] if rule else (None, None)
        limits = {"minLength": "least", "maxLength": "most", "minInclusive": "minimum", "maxInclusive": "maximum"}
        asked = lambda facet, name: rule and (rule.get(name, 0) or (name in rule and facet.endswith("Inclusive")))
        wanted = {facet: str(rule[name]) for facet, name in limits.items() if asked(facet, name)}
        wanted |= {"pattern": pattern} if pattern else {}
        if base in ("positiveInteger", "nonNegativeInteger"):
            base, facets = "integer", facets | {"minInclusive": "1" if base[0] == "p" else "0"}
        kinds = {mine} if mine else {NUMBERS[row["kind"]]} if row["kind"] in NUMBERS else STRINGS
        self.same(row["where"], "type", base if base in kinds else sorted(kinds), base)
        self.same(row["where"], "look", wanted, facets)

    def role(self, row, kind):
        names = {kind if isinstance(kind, str) else ""}
        node = kind
        while not isinstance(node, str):
            inner = node.find(XS + "union")
            names |= set(inner.get("memberTypes").split()) if inner is not None else set()
            names.add("bom:" + (node.get("name") or ""))
            rule = node.find(XS + "restriction")
            name = rule.get("base") if rule is not None else "xs:"
            node = name if name.startswith(("xs:", "spdx:")) else self.xsd.named[XS + "simpleType", local(name)]
        if names & {"bom:refType", "bom:refLinkType"}:
            link = names & {"bom:bomLinkType", "bom:bomLinkElementType"}
            self.roles[row["where"], row["kind"], row["list"]].add("id" if row["name"] == "bom-ref" else "ref link" if link else "ref")

    # ---- places that no column says ----
    def quirk_licenses(self, o, row, kind):
        choice = self.tables.objects["licenseChoice"]
        self.reached.add("licenseChoice")
        elements = self.xsd.elements(kind)
        names = {"license", "expression", "expression-detailed"} if self.minor > 6 else {"license", "expression"}
        if not self.minor:
            names = {"license"}
        self.same(row["where"], "items", sorted(elements), sorted(names))
        members = {r["name"]: r for r in choice["members"]}
        group = next(n for n in kind if n.tag in (XS + "sequence", XS + "choice"))
        alone = group.tag == XS + "choice" and times(group) == (1, 1)  # either licences or one expression
        self.same(row["where"], "one expression", choice["rule"] == "one expression" and 0 < self.minor < 7, alone)
        self.object(self.tables.objects["license"], self.xsd.type_of(elements["license"]))
        if "expression" in elements:
            inner = self.xsd.type_of(elements["expression"])
            plain = isinstance(inner, str)
            schema = {} if plain else self.xsd.attributes(inner)
            self.value(members["expression"], inner if plain else self.xsd.text(inner))
            attributes = [r for r in self.rows(choice) if r["xml_place"] == "attribute"]
            self.same("licenseChoice", "attributes", sorted(r["xml_name"] for r in attributes), sorted(schema))
            for r in attributes:
                self.value(r, self.xsd.type_of(schema[r["xml_name"]]))
        if "expression-detailed" in elements:
            inner = self.xsd.type_of(elements["expression-detailed"])
            rows = [r for r in self.rows(choice) if r["name"] not in ("license", "expression")]
            self.same("licenseChoice", "takes", choice["xml_takes"], self.xsd.takes(inner))
            self.same("licenseChoice", "content", (choice["xml_rounds"], tuple(self.sequence(rows, ()))), self.xsd.model(inner))
            self.same("licenseChoice", "detailed", sorted(self.xsd.attributes(inner)), sorted(
                [r["xml_name"] for r in rows if r["xml_place"] == "attribute"] + ["expression"]))
            self.children(choice, rows, self.xsd.elements(inner))

    def quirk_nested(self, o, row, kind):
        self.object(o, kind)

    def quirk_data_flow(self, o, row, kind):
        if o["name"] == "service":
            self.reached.add("serviceData")
            elements = self.xsd.elements(kind)
            self.same(row["where"], "items", sorted(elements), ["classification"] + (["dataflow"] if self.minor > 4 else []))
            members = {r["name"]: r for r in self.tables.objects["serviceData"]["members"]}
            if self.minor > 4:
                self.object(self.tables.objects["serviceData"], self.xsd.type_of(elements["dataflow"]))
            kind = self.xsd.type_of(elements["classification"])
            self.value(members["flow"], self.xsd.type_of(self.xsd.attributes(kind)["flow"]))
            self.value(members["classification"], self.xsd.text(kind))

    def quirk_datasets(self, o, row, kind):
        elements = self.xsd.elements(kind)
        self.same(row["where"], "items", sorted(elements), ["dataset", "ref"])
        inner = self.tables.objects[row["type"]]
        self.object(inner, self.xsd.type_of(elements["dataset"]), way=0)
        self.value([r for r in inner["members"] if r["name"] == "ref"][0], self.xsd.type_of(elements["ref"]))

    def quirk_patents(self, o, row, kind):
        elements = self.xsd.elements(kind)
        self.same(row["where"], "items", sorted(elements), ["patent", "patentFamily"])
        for way, name in enumerate(("patent", "patentFamily")):
            self.object(self.tables.objects[row["type"]], self.xsd.type_of(elements[name]), way=way)

    def quirk_party(self, o, row, kind):
        elements = self.xsd.elements(kind)
        names = ["contact", "organization", "ref"] if row["name"] == "asserter" else ["individual", "organization"]
        self.same(row["where"], "items", sorted(elements), names)
        if row["kind"] != "object":
            self.value(row, self.xsd.type_of(elements["ref"]))
            return
        for way, name in enumerate(("organization", names[0])):
            self.object(self.tables.objects[row["type"]], self.xsd.type_of(elements[name]), way=way)


def closed_need(o, way):
    return o["choices"][0]["sets"][way]["need"] if way is not None else ()


def compare(tables, report, folder, top):
    walk = Walk(tables, report, folder, top)
    for minor in range(0, tables.all["last"] + 1):
        walk.version(minor)
    for name in set(tables.objects) - walk.led_to():  # of the newest version, which has all that an older one had
        o = tables.objects[name]
        says = o["xml_rounds"], o["xml_takes"], {r["xml_place"] for r in o["members"]}
        walk.same(name, "what XML does not have", says, ("one", 0, {"none"}))
    return walk.roles
