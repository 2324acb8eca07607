"""What the tests against real tools share."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def run(*command, cwd=None, env=None, check=True, expect=None):
    done = subprocess.run([str(c) for c in command], cwd=cwd, env=env, capture_output=True, text=True, check=False)
    codes = (0,) if expect is None and check else expect
    if codes is not None and done.returncode not in codes:
        print(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        sys.exit(1)
    return done


def scratch():
    return tempfile.TemporaryDirectory(prefix="sbom-real-")


def scan(program, source, out, *options, form="cyclonedx-json"):
    env = os.environ | {"SOURCE_DATE_EPOCH": "1774349520"}
    run(program, "scan", source, "-q", "-o", f"{form}={out}", *options, env=env)
    return json.loads(pathlib.Path(out).read_text())


def facts(component):
    return {p["name"]: json.loads(p["value"]) for p in component.get("properties", []) if p["name"].startswith("sbom:")}


def compare(name, wanted, got):
    """Prints recall and precision, and what is missing or too much. True if both are 1."""
    wanted, got = set(wanted), set(got)
    both = len(wanted & got)
    recall = both / len(wanted) if wanted else 1.0
    precision = both / len(got) if got else 1.0
    print(f"{name}: {len(wanted)} listed, {len(got)} found, recall {recall:.4f}, precision {precision:.4f}")
    for what, items in (("missing", wanted - got), ("too much", got - wanted)):
        for item in sorted(items)[:10]:
            print(f"  {what}: {item}")
    return wanted == got
