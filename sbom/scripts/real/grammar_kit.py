"""What the comparisons of the grammar's tables with each kind of schema share: the tables as the compiler made them, and the report."""
import collections
import json
import subprocess

STILL, NEVER, ALWAYS = 0xFF, 0xFE, 0
IN_JSON, IN_XML = 1, 2


class Tables:
    def __init__(self, program):
        text = subprocess.run([program], capture_output=True, text=True, check=True).stdout
        self.all = json.loads(text)
        self.objects = {o["name"]: o for o in self.all["objects"]}
        self.words = {w["name"]: w for w in self.all["words"]}
        self.rules = collections.defaultdict(list)
        for rule in self.all["rules"]:
            self.rules[rule["name"]].append(rule)
        self.first, self.lists = {}, collections.defaultdict(set)
        for o in self.all["objects"]:
            for row in o["members"]:
                row["where"] = f"{o['name']}.{row['name']}"

    def rule(self, row, minor, encoding):
        """The rule of a text or number in a version, or None."""
        for rule in self.rules[row["type"]]:
            if rule["encodings"] & encoding and rule["since"] <= minor <= rule["until"]:
                return rule
        return None

    def seen_words(self, name, minor, encoding):
        """Notes that a schema of that version has the list."""
        self.first[name] = min(minor, self.first.get(name, minor))
        self.lists[encoding].add(name)

    def words_at(self, name, minor):
        return [w["text"] for w in self.words[name]["words"] if w["since"] <= minor]


def valid(row, minor):
    return row["since"] <= minor <= row["until"]


def needed(row, minor):
    return row["need_since"] <= minor <= row["need_until"]


def choices_at(o, minor):
    return [c for c in o["choices"] if c["since"] <= minor <= c["until"]]


def bits(row, index):
    """Whether alternative INDEX of the object has the member; index None: any of them."""
    return index is None or row["choice"] == 0 or row["choice"] >> index & 1


class Report:
    """Differences, each under the encoding, the place and what differs. ALLOWED: {that: (first version, last version, what the table says,
    what the schema says, why)} of those on purpose."""

    def __init__(self, allowed):
        self.allowed, self.found, self.compared = allowed, collections.defaultdict(dict), collections.Counter()

    def same(self, encoding, place, what, minor, table, schema):
        self.compared[encoding] += 1
        if table != schema:
            self.found[encoding, place, what].setdefault(minor, (table, schema))

    def finish(self):
        bad = []
        for key, versions in sorted(self.found.items()):
            first, last = min(versions), max(versions)
            if self.allowed.get(key, ())[:4] != (first, last, *versions[first]):
                bad.append(f"{', '.join(key)}: 1.{first} to 1.{last}: table {versions[first][0]}, schema {versions[first][1]}")
        bad += [f"nothing differs here any more: {key}" for key in self.allowed if key not in self.found]
        print(", ".join(f"{n} facts in {encoding}" for encoding, n in sorted(self.compared.items())),
              f"compared, {len(self.allowed)} differences on purpose")
        print("\n".join(bad[:100]), end="\n" if bad else "")
        return 1 if bad or not self.compared else 0
