"""Stands in for gh, curl and apt-get in the test of pipelines: answers from the files of the folder STUB, and writes down each call there as a line of JSON.
A call that holds the word of the file "fail" fails."""
import json
import os
import pathlib
import subprocess
import sys

SERVICE = pathlib.Path(os.environ["STUB"])


def value(argv, option):
    return argv[argv.index(option) + 1] if option in argv else None


def told(call):
    with (SERVICE / "calls").open("a") as calls:
        calls.write(json.dumps(call) + "\n")


def body_of(argv):
    """What stands behind body=@FILE or body@FILE: as the service would get it."""
    return next((pathlib.Path(word.split("@", 1)[1]).read_text() for word in argv if word.startswith(("body=@", "body@"))), None)


def gh(argv):
    if argv[:2] == ["release", "download"]:
        (pathlib.Path(value(argv, "--dir")) / value(argv, "--pattern")).write_bytes((SERVICE / "assets" / argv[-1]).read_bytes())
    elif argv[0] == "api" and "--jq" in argv:
        path = next(word for word in argv if word.startswith("repos/"))
        answer = SERVICE / ("releases" if "/releases" in path else "comments")
        sys.exit(subprocess.run(["jq", "-r", value(argv, "--jq"), answer], check=False).returncode)


def curl(argv, address):
    """Status and body of GitLab's answer, or a package."""
    if address.endswith("/user"):
        return 200, json.dumps({"id": 5})
    if "/notes" in address:
        return (200, (SERVICE / "comments").read_text()) if "--request" not in argv else (200 if value(argv, "--request") == "PUT" else 201, "{}")
    if "/releases" in address:
        return 200, (SERVICE / "releases").read_text()
    if "--upload-file" in argv:
        return 201, "{}"
    if "/packages/generic/" in address:
        asset = SERVICE / "assets" / address.split("/")[-2]
        return (200, asset.read_text()) if asset.exists() else (404, "{}")
    return 200, "a package\n"


def main():
    tool, argv = sys.argv[1], sys.argv[2:]
    call = {"tool": tool, "argv": argv}
    body = body_of(argv)
    if body is not None:
        call["body"] = body
    told(call)
    word = (SERVICE / "fail").read_text() if (SERVICE / "fail").exists() else None
    failing = word and any(word in part for part in argv)
    if tool == "gh":
        sys.exit("gh: HTTP 502") if failing else gh(argv)
    elif tool == "curl":
        if "-K" in argv and '"' not in sys.stdin.read():
            sys.exit("curl: no header")
        address = next(word for word in argv if word.startswith("https://"))
        status, text = (502, "") if failing else curl(argv, address)
        if value(argv, "-o"):
            pathlib.Path(value(argv, "-o")).write_text(text)
        print(status if "-w" in argv else ("" if "-o" in argv else text), end="")


if __name__ == "__main__":
    main()
