"""Real things to scan for those that read what is written: environments, a project, a root of Debian, an image of it."""
import hashlib
import io
import json
import shutil
import tarfile

from kit import npm_project, python_environment, run, small_deb_root

PYTHON = ("requests==2.32.3", "flask==3.0.3", "black[d]==24.10.0", "jupyterlab-widgets==3.0.13", "nose==1.3.7", "docutils==0.21.2")
NPM = {"express": "4.21.1", "eslint": "9.13.0", "lodash": "4.17.21", "old-lodash": "npm:lodash@3.10.1", "node-uuid": "1.4.8"}
CODENAME = "bookworm"


def add(tar, name, data):
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


def saved_image(root, path):
    """One layer, as docker save writes it."""
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as tar:
        tar.add(root, ".", filter=lambda info: info if info.isreg() or info.isdir() or info.issym() or info.islnk() else None)
    diff = f"sha256:{hashlib.sha256(layer.getvalue()).hexdigest()}"
    config = {"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": [diff]}}
    manifest = [{"Config": "config.json", "RepoTags": ["example.org/team/demo:1.0"], "Layers": ["layer.tar"]}]
    with tarfile.open(path, "w") as tar:
        add(tar, "layer.tar", layer.getvalue())
        add(tar, "config.json", json.dumps(config).encode())
        add(tar, "manifest.json", json.dumps(manifest).encode())
    return path


def debian_root(folder):
    """A fresh one where that can be made, else a part of this machine's, else None."""
    maker = shutil.which("mmdebstrap")
    if maker and not run(maker, "--variant=minbase", "--mode=root", CODENAME, folder, check=False).returncode:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    return small_deb_root(folder) if shutil.which("dpkg-query") else None


def inputs(top):
    """Name and source of each scan; what cannot be made here is said and left out."""
    python_environment(top / "venv", PYTHON)
    yield "venv", top / "venv"
    if shutil.which("npm"):
        yield "npm", npm_project(top / "npm", NPM)
    else:
        print("left out: npm (not here)")
    root = debian_root(top / "debian")
    if not root:
        print("left out: a root of Debian and an image (no dpkg here)")
        return
    yield "debian", root
    python_environment(root / "opt/venv", PYTHON[:2])
    yield "image", f"docker-archive:{saved_image(root, top / 'image.tar')}"
