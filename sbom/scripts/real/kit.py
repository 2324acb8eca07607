"""What the tests against real tools share: running things, making real inputs, comparing."""
import base64
import hashlib
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import venv

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


CHECKER = ("ajv@8.17.1", "ajv-formats@3.0.1", "ajv-formats-draft2019@1.6.1")
STRICT = ("cyclonedx-python-lib[validation]==11.12.0", "spdx-tools==0.8.5")


def official_schemas(source):
    """{"cyclonedx": folder, "spdx": folder} beside the checkout, or {}."""
    corpora = source.parent / "shared" / "corpora"
    schemas = {"cyclonedx": corpora / "cyclonedx-schemas", "spdx": corpora / "spdx-schemas" / "2.3"}
    return schemas if all(folder.is_dir() for folder in schemas.values()) else {}


def npm_packages(folder, packages, needed=True):
    """The modules folder with these packages of npm. Without npm None, or the test is skipped where they are needed."""
    if not shutil.which("npm"):
        return skip("no npm here") if needed else None
    folder.mkdir()
    done = run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *packages, cwd=folder, check=False)
    if done.returncode:
        return skip(f"npm cannot install {', '.join(packages)}: {done.stderr.strip()[-200:]}") if needed else None
    return folder / "node_modules"


def ajv_checker(folder, needed=True):
    """Where validate-documents finds its modules."""
    return npm_packages(folder, CHECKER, needed)


def strict_python(folder):
    """A Python that validate-strictly can be run with; skips if it cannot be had."""
    python_environment(folder, STRICT)
    return folder / "bin" / "python"


def scan(program, source, out, *options, form="cyclonedx-json"):
    env = os.environ | {"SOURCE_DATE_EPOCH": "1774349520"}
    run(program, "scan", source, "-q", "-o", f"{form}={out}", *options, env=env)
    return json.loads(pathlib.Path(out).read_text())


def python_environment(folder, packages, uv=None, needed=True, **options):
    """A virtual environment with these packages; made by uv if there is one. Returns its pip as a command; if nothing can be had it skips, or is None where
    that is not needed."""
    venv.create(folder, with_pip=True, **options)
    pip = [folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check"]
    if uv:
        done = run(uv, "pip", "install", "-q", "--python", folder / "bin" / "python", "--link-mode", "copy", *packages, check=False)
        if not done.returncode:
            return pip
        print(f"uv cannot install, so pip does: {done.stderr.strip()[-200:]}")
    done = run(*pip, "install", "-q", *packages, check=False)
    if done.returncode:
        return skip(f"pip cannot install: {done.stderr.strip()[-200:]}") if needed else None
    return pip


def uv_program(top):
    """The uv of PyPI, in an environment of its own; skips if it cannot be had."""
    python_environment(top / "tools", ["uv"])
    return top / "tools" / "bin" / "uv"


def uv_environment(uv, folder, packages, *options):
    """An environment that uv made, without pip. Skips if uv cannot install."""
    run(uv, "venv", "-q", "--python", sys.executable, folder)
    done = run(uv, "pip", "install", "-q", "--python", folder / "bin" / "python", *options, *packages, check=False)
    if done.returncode:
        skip(f"uv cannot install: {done.stderr.strip()[-200:]}")
    return folder


def site_folder(environment):
    return next(environment.glob("lib/python3*/site-packages"))


def record_again(environment, name, path):
    """Makes the row of PATH in the RECORD of NAME true again: whoever changes a wheel can do that."""
    site = site_folder(environment)
    record = next(site.glob(f"{name}-*.dist-info")) / "RECORD"
    data = (site / path).read_bytes()
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    rows = [line for line in record.read_text().splitlines() if not line.startswith(f"{path},")]
    record.write_text("\n".join(sorted([*rows, f"{path},sha256={digest},{len(data)}"])) + "\n")


def diff(program, old, new, *options):
    """Exit code and report of `sbom diff`."""
    done = run(program, "diff", old, new, "-q", "-o", "json", *options, expect=(0, 1))
    return done.returncode, json.loads(done.stdout)


def coverage(report):
    """Its lines but the one that says of two documents without components that there was nothing to compare."""
    return [line for line in report["coverage"] if (line["what"], line["name"], line["count"]) != ("type", "components", 0)]


def block(report):
    return [g for g in report["groups"] if g["severity"] in ("critical", "high")]


def npm_project(folder, dependencies, *options, ci=True):
    """A project with these dependencies (names to ranges), resolved to a lock file and installed from it. Skips if npm cannot."""
    if not shutil.which("npm"):
        skip("no npm here")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(json.dumps({"name": "demo-project", "version": "1.0.0", "dependencies": dependencies}))
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
    done = run("npm", "install", *(["--package-lock-only"] if ci else []), *quiet, *options, cwd=folder, check=False)
    if done.returncode:
        skip(f"npm cannot resolve: {done.stderr.strip()[-200:]}")
    if ci:
        run("npm", "ci", *quiet, cwd=folder)
    return folder


def debian_root(root):
    """A minimal Debian of this machine's release, or the test is skipped."""
    codename = platform.freedesktop_os_release().get("VERSION_CODENAME", "stable")
    makers = (["mmdebstrap", "--variant=minbase", "--mode=root", codename, root], ["debootstrap", "--variant=minbase", codename, root])
    for command in makers:
        if shutil.which(command[0]) and not run(*command, check=False).returncode:
            return root
        shutil.rmtree(root, ignore_errors=True)
    return skip("neither mmdebstrap nor debootstrap can make a root here")


def small_deb_root(top, packages=("bash", "coreutils", "grep", "sed")):
    """What belongs to a few packages of this machine, as a small root of its own, under the whole status file."""
    info = pathlib.Path("/var/lib/dpkg/info")
    for part in ("var/lib/dpkg/status", "usr/lib/os-release", "etc/os-release"):
        (top / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(pathlib.Path("/") / part, top / part)
    (top / "var/lib/dpkg/info").mkdir()
    for name in packages:
        own = [path for pattern in (f"{name}.*", f"{name}:*") for path in info.glob(pattern)]
        for path in own:
            shutil.copy(path, top / "var/lib/dpkg/info" / path.name)
        for line in "\n".join(path.read_text() for path in own if path.suffix == ".list").split("\n"):
            source = pathlib.Path(line)
            if line and source.is_file() and not source.is_symlink():
                target = top / source.resolve().relative_to("/")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)
    return top


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
