#!/usr/bin/env python3
#
# junit-schema: what the schema of Jenkins' xunit plugin says of files, a line a complaint. The
# contract test 'others-schemas' knows where the schema comes from.
#
#   tests/e2e/validators/junit-schema.py FILE...

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import xmlschema

CACHE = Path(__file__).resolve().parents[3] / "build/others-schemas/junit-10.xsd"
PACKAGE = "pytest==8.4.1"
MEMBER = "testing/example_scripts/junit-10.xsd"


def fetch():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", "download",
                        "--no-deps", "--no-binary", ":all:", "--dest", folder, PACKAGE], check=True)
        with tarfile.open(next(Path(folder).iterdir())) as archive:
            found = next(item for item in archive.getmembers() if item.name.endswith(MEMBER))
            CACHE.parent.mkdir(parents=True, exist_ok=True)
            CACHE.write_bytes(archive.extractfile(found).read())


def main():
    if not CACHE.is_file():
        fetch()
    schema = xmlschema.XMLSchema(str(CACHE))
    for file in sys.argv[1:]:
        for error in schema.iter_errors(file):
            reason = " ".join(str(error.reason).split())
            print(f"{file}: {error.path}: {reason}")


if __name__ == "__main__":
    main()
