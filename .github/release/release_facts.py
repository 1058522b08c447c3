"""release_facts: what the parts of a release share: the tree, the published names, the time."""

import os
import time
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]


def published(name):
    """A word of actions/release: repository, tag or image."""
    lines = (TREE / "actions/release").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)[name]


def homepage():
    return f"https://github.com/{published('repository')}"


def epoch():
    """The one time that everything bears."""
    return int(os.environ["SOURCE_DATE_EPOCH"])


def timestamp():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch()))
