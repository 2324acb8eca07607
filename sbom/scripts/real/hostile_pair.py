"""Two inventories to compare, with what somebody would write to take over a page in every field, and files of a team with the same."""
import json
import urllib.parse

MARK = "sbomhostile"  # stands in every payload that would run, so that a page can be asked whether one did
RUN = f"document.documentElement.dataset.{MARK}=1"
PAYLOADS = (
    f"<script>{RUN}</script>", f"<img src=x onerror={RUN}>", f"\"><svg onload={RUN}>", f"' onmouseover='{RUN}' x='", f"</script><script>{RUN}</script>",
    f"</style><script>{RUN}</script>", f"--><script>{RUN}</script><!--", f"</td></tr></table><iframe srcdoc='<script>{RUN}</script>'>",
    f"<a href=javascript:{RUN}>go</a>", f"]]><script>{RUN}</script>", f"&lt;script&gt;{RUN}&lt;/script&gt;", "&#60;b&#62;bold&#x3c;/b&#x3e;",
    f"<style>*{{background:url(https://{MARK}.example/)}}</style>", f"<base href=https://{MARK}.example/>", f"<meta http-equiv=refresh content=0;url=//{MARK}.example>",
    "![picture](https://pictures.example/a.png)", "[click here](https://links.example/)", "<https://links.example/a>", "https://links.example/b", "www.links.example",
    "[text]: https://links.example/c", "someone@links.example", "@octocat", "@acme/team", "please ask @octocat, #1 or GH-1", "#1", "octocat/hello#1", "!1",
    "a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8c9d0", ":tada:", "~label", "%milestone", "$variable$", "| a | b |", "\\| \\", "a\\", "`code`", "``` fence", "~~~", "`|`", "\\`", "*bold*",
    "__bold__", "~~gone~~", "# heading", "> quote", "- list", "1. list", "+ list", "---", "===", "    code", "<details>", "</details>", "</summary>", "<!-- sbom-diff -->", "<!--",
    "-->", "<![CDATA[x", "<?php x", "{{7*7}}", "line\nbreak", "line\r\nbreak", "\n\n# heading\n\n", "tab\there", "\u202ereversed", "\u2066isolated", "zero\u200bwidth", "line\u2028end",
    "\x1b[31mred", "nul\u0001", "\u05e9\u05dc\u05d5\u05dd", "e" + "\u0301" * 40, "\U0001f600", "", " ", "w" * 5000,
)


class Fields:
    """One payload after the other, so that with enough components each field has had each."""

    def __init__(self):
        self.at = 0

    def next(self):
        self.at += 1
        return PAYLOADS[self.at % len(PAYLOADS)]

    def text(self):
        return self.next() or "x"


def component(fields, i, new):
    name = f"{PAYLOADS[i % len(PAYLOADS)]}{i}"
    row = {"type": "library", "bom-ref": f"{name}-ref", "name": name, "version": fields.text(), "description": fields.text(), "copyright": fields.text(),
           "supplier": {"name": fields.text()}, "author": fields.text(), "licenses": [{"license": {"name": fields.text()}}],
           "externalReferences": [{"type": "website", "url": fields.text()}],
           "properties": [{"name": fields.text(), "value": fields.next()}]}
    if i % 3:
        kind = ("npm", "pypi", "generic")[i % 4 % 3]
        row["purl"] = f"pkg:{kind}/{urllib.parse.quote(name, safe='')}@{urllib.parse.quote(row['version'], safe='')}"
    path = f"{fields.text()}/{fields.text()}.pth".replace("\n", "").lstrip("/")
    facts = {"sbom:at": fields.text().strip("/") or ".", "sbom:files": {"n": 1, "bytes": 9, "sha256": f"{i + new:064x}", "recorded": f"{i:064x}"},
             "sbom:exec": [{"bytes": 9, "command": fields.text(), "kind": "py:pth", "path": path, "sha256": f"{i + new:064x}"}] if new or i % 2 else [],
             "sbom:toplevel": sorted({fields.text(), path}) if new else [], "sbom:origin": {"kind": "registry", "registry": f"https://{i + new}.example/"},
             "sbom:deps": [{"raw": fields.text(), "scope": "runtime", "to": f"pkg:npm/{urllib.parse.quote(fields.text(), safe='')}"}] if new else []}
    row["properties"] += [{"name": key, "value": json.dumps(value, sort_keys=True, separators=(",", ":"))} for key, value in facts.items()]
    return row


def document(new, n):
    """Some come, some go, the rest is in both."""
    fields = Fields()
    fields.at = 17 * new
    rows = [component(fields, i, new) for i in range(n) if i % 5 != (1 if new else 2)]
    ran = {"facts": 1, "npm": 1, "python": 1}
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
            "metadata": {"timestamp": "2026-01-05T00:00:00Z", "tools": {"components": [{"type": "application", "name": "<b>sbom</b>", "version": "@1"}]},
                         "component": {"type": "application", "bom-ref": "root", "name": f"<h1>root</h1> #{new}", "version": "1"},
                         "properties": [{"name": "sbom:incomplete", "value": json.dumps([{"code": "SB1007", "n": 1, "path": "<b>"}])},
                                        {"name": "sbom:ran", "value": json.dumps(ran)}, {"name": "sbom:unowned", "value": "[]"}]},
            "components": rows,
            "dependencies": [{"ref": "root", "dependsOn": [row["bom-ref"] for row in rows[::2]]}] +
                            [{"ref": rows[k]["bom-ref"], "dependsOn": [rows[k + 1]["bom-ref"]]} for k in range(0, len(rows) - 1, 2)]}


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def write_pair(folder, n=3 * len(PAYLOADS)):
    """Names of (old, new, policy, waivers) in FOLDER."""
    names = tuple(f"<b>{what}<b> @octocat #1 |`.{ending}" for what, ending in (("old", "json"), ("new", "json"), ("policy", "yaml"), ("waivers", "yaml")))
    for new in (0, 1):
        (folder / names[new]).write_text(json.dumps(document(new, n)))
    (folder / names[2]).write_text("schema: sbom-policy/1\nfail_on: high\n")
    waivers = "".join(f"  - id: {quoted('w' + str(i) + text)}\n    signal: STARTUP_HOOK\n    package: pkg:npm/*\n    owner: {quoted(text)}\n    reason: {quoted(text)}\n"
                      f"    ticket: {quoted(text)}\n    expires: {2026 + i % 2 * 4}-12-31\n" for i, text in enumerate(PAYLOADS) if text.strip() and text.isprintable() and len(text) < 4096)
    (folder / names[3]).write_text("schema: sbom-waivers/1\nwaivers:\n" + waivers)
    return names
