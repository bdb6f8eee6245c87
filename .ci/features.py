"""Prints combinations of this package's features, one a line, as `--features` takes it: every one, every
pair, none and all."""

import itertools
import json
import subprocess

metadata = json.loads(
    subprocess.check_output(["cargo", "metadata", "--no-deps", "--format-version", "1"])
)
(package,) = [p for p in metadata["packages"] if p["name"] == "tower-cimd"]
features = sorted(set(package["features"]) - {"default"})
for size in [0, 1, 2, len(features)]:
    for combination in itertools.combinations(features, size):
        print(",".join(combination))
