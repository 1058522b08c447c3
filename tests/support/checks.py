"""checks: counts what holds and what does not, and says so in the words of all our tests.

    checks = Checks("layers")
    checks.that("file names are unique", complaints)     # a list; an empty one passes
    sys.exit(checks.finish())                            # prints "N passed, N failed"
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class Checks:
    def __init__(self, group):
        self.group = group
        self.passed = 0
        self.failed = 0
        sys.stdout.reconfigure(errors="backslashreplace", line_buffering=True)

    def that(self, name, complaints):
        """One test: `complaints` are the reasons why the sentence does not hold."""
        if not complaints:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAIL contract/{self.group}: {name}")
        for complaint in complaints:
            print("    " + str(complaint).rstrip().replace("\n", "\n    "))

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0


def project_files():
    """Paths of all files that are committed or about to be, relative to the root."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, check=True, capture_output=True).stdout
    paths = [Path(name.decode("utf-8", "surrogateescape")) for name in listed.split(b"\0") if name]
    return sorted({path for path in paths if (ROOT / path).is_file()})


def bin_folder():
    return Path(os.environ.get("SLUICE_BIN_DIR") or ROOT / "build/dev/bin").resolve()


def sluice(*words):
    """What the front prints on standard output."""
    command = [str(bin_folder() / "sluice"), *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    return done.stdout


def front_tools():
    """The tools that the front knows, in its order."""
    return re.findall(r"^  ([a-z][a-z-]*)  +\S", sluice("--help"), re.MULTILINE)
