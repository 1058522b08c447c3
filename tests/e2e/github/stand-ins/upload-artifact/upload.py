"""Copies what upload-artifact would take into /artifacts/NAME: files below their common folder, and
nothing that begins with a dot unless that is asked for, not even a path that was named."""

import glob
import os
import shutil
import sys
from pathlib import Path

ARTIFACTS = Path("/artifacts")


def is_hidden(path):
    return path.name.startswith(".")


def files_of(path, hidden):
    """The files that a path stands for; hidden folders are not entered."""
    if is_hidden(path) and not hidden:
        return []
    if path.is_dir():
        return [file for item in sorted(path.iterdir()) for file in files_of(item, hidden)]
    return [path] if path.exists() else []


def main():
    hidden = os.environ["HIDDEN"] == "true"
    name = os.environ["NAME"]
    found = [Path(path).absolute() for line in os.environ["PATHS"].split("\n") if line.strip()
             for path in sorted(glob.glob(line.strip(), include_hidden=True))]
    files = [file for path in found for file in files_of(path, hidden)]
    if not files:
        level = {"error": "error", "warn": "warning"}.get(os.environ["MISSING"])
        if level:
            print(f"::{level}::No files were found with the provided path: {os.environ['PATHS'].strip()}."
                  " No artifacts will be uploaded.")
        sys.exit(level == "error")
    target = ARTIFACTS / name
    if target.exists() and os.environ["OVERWRITE"] != "true":
        sys.exit(f"::error::an artifact with the name {name} already exists")
    root = found[0] if len(found) == 1 and found[0].is_dir() else Path(
        os.path.commonpath([file.parent for file in files]))
    for file in files:
        copy = target / file.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    print(f"{len(files)} files uploaded as {name}")


main()
