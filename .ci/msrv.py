"""Holds every dependency of the library, on any platform, to the package's own `rust-version`.

Development dependencies and the features that are off by default may ask for more.
"""

import json
import subprocess
import sys


def cargo(*arguments):
    return subprocess.check_output(["cargo", *arguments], text=True)


def version(text):
    return tuple(int(part) for part in f"{text}.0.0".split(".")[:3])


packages = json.loads(cargo("metadata", "--format-version", "1"))["packages"]
declared = {(p["name"], p["version"]): p["rust_version"] for p in packages}
tree = cargo(
    "tree", "--package", "tower-cimd", "--edges", "normal", "--target", "all",
    "--prefix", "none", "--no-dedupe", "--format", "{p}",
)
library = sorted({tuple(line.split()[:2]) for line in tree.splitlines() if line})
library = [(name, number.removeprefix("v")) for name, number in library]
own = next(p["rust_version"] for p in packages if p["name"] == "tower-cimd")
newer = [
    f"{name} {number} asks for Rust {declared[name, number]}"
    for name, number in library
    if version(declared[name, number] or "0") > version(own)
]
print(f"{len(library)} packages in the library's tree, held to Rust {own}")
if newer:
    sys.exit("\n".join(newer))
