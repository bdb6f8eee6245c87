"""Prints every combination of this package's features, one a line, as `--features` takes it."""

import itertools
import json
import subprocess

metadata = json.loads(
    subprocess.check_output(["cargo", "metadata", "--no-deps", "--format-version", "1"])
)
(package,) = [p for p in metadata["packages"] if p["name"] == "tower-cimd"]
features = sorted(set(package["features"]) - {"default"})
for size in range(len(features) + 1):
    for combination in itertools.combinations(features, size):
        print(",".join(combination))
