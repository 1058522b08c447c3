"""What the parts of tests/peers have in common: scratch folders, running Sluice, counting."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

SCRATCH = tempfile.TemporaryDirectory(prefix="sluice-peers-")
_counts = {True: 0, False: 0}


def scratch():
    """A folder that ends with the program."""
    return Path(SCRATCH.name)


def check(sentence, good, detail=""):
    """One test; the sentence is about the world."""
    _counts[bool(good)] += 1
    if not good:
        print(f"FAIL {sentence}" + (f": {detail}" if detail else ""))


def finish():
    """The totals, and the exit code that belongs to them."""
    print(f"{_counts[True]} passed, {_counts[False]} failed")
    sys.exit(0 if _counts[True] and not _counts[False] else 1)


def sluice(tool, *words, cwd=None, stdin=None):
    """Runs a tool; its exit code, its report and what it printed."""
    report = scratch() / "report.json"
    report.unlink(missing_ok=True)
    done = subprocess.run([f"sluice-{tool}", *map(str, words), "--report", f"json={report}"],
                          cwd=cwd or scratch(), input=stdin, capture_output=True, check=False)
    return done.returncode, json.loads(report.read_text()) if report.exists() else {}, done
