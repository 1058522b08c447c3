#!/usr/bin/env python3
#
# snippets: takes the examples out of Markdown pages, each into a file of its kind.
#
#   tests/e2e/validators/snippets.py FOLDER PAGE...
#
# Writes FOLDER/KIND/PAGE-LINE.ENDING for every block of YAML or sh; a line `KIND FILE` for each on
# standard output. What is only steps of a job, or only jobs of a pipeline, gets the rest around it.
# A block of YAML of no known kind is an error: nobody would check it.

import re
import sys
import textwrap
from pathlib import Path

import yaml

BLOCK = re.compile(r"^( *)```(ya?ml|sh|bash|shell)\b[^\n]*\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
WORKFLOW = """\
on: push
permissions:
  contents: read
jobs:
  example:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
"""


def is_steps(content):
    return isinstance(content, list) and all(
        isinstance(item, dict) and ({"uses", "run"} & item.keys()) for item in content)


def is_job_of_gitlab(value):
    return isinstance(value, dict) and bool(
        {"script", "extends", "trigger", "image", "artifacts", "cache"} & value.keys())


# The first that holds of a mapping names its kind.
KINDS = [
    ("workflow", lambda content: "jobs" in content and (True in content or "on" in content)),
    ("jobs", lambda content: content.keys() == {"jobs"}),
    ("action", lambda content: "runs" in content),
    ("buildkite", lambda content: any("command" in step for step in content.get("steps", []))),
    ("azure", lambda content: "pool" in content or "trigger" in content or "steps" in content),
    ("circleci", lambda content: "jobs" in content and content.get("version") == 2.1),
    ("bitbucket", lambda content: "pipelines" in content),
    ("pre-commit", lambda content: "repos" in content),
    ("pipeline", lambda content: content.get("version") == 1 and "stages" in content),
    ("policy", lambda content: content.get("version") == 1 and "metrics" in content),
    ("cases", lambda content: content.get("version") == 1 and "cases" in content),
    ("target", lambda content: content.get("version") == 1
     and {"deploy", "health", "notify"} & content.keys()),
    ("known", lambda content: content.get("version") == 1 and "known" in content),
    ("schema", lambda content: {"fields", "checks"} & content.keys()),
    ("gitlab", lambda content: {"include", "spec"} & content.keys()
     or any(map(is_job_of_gitlab, content.values()))),
]


def kind_of(content):
    if is_steps(content):
        return "steps"
    if isinstance(content, dict):
        for kind, holds in KINDS:
            if holds(content):
                return kind
    return None


def classify(language, text, where):
    """The kind of a block and what is to be checked of it."""
    if not language.startswith("y"):
        return "sh", text
    documents = list(yaml.safe_load_all(text))
    kind = kind_of(documents[-1])
    if kind is None:
        sys.exit(f"snippets: {where}: a block of YAML of no known kind; KINDS has those")
    if kind == "steps":
        return "workflow", WORKFLOW + textwrap.indent(text, "      ")
    if kind == "jobs":
        return "workflow", WORKFLOW[:WORKFLOW.index("jobs:")] + text
    return kind, text


def main():
    folder = Path(sys.argv[1])
    for page in map(Path, sys.argv[2:]):
        content = page.read_text()
        for block in BLOCK.finditer(content):
            line = content.count("\n", 0, block.start()) + 1
            text = textwrap.dedent(block[3])
            kind, text = classify(block[2], text, f"{page}:{line}")
            name = str(page).replace("/", "_").removesuffix(".md")
            file = folder / kind / f"{name}-{line}.{'sh' if kind == 'sh' else 'yml'}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
            print(kind, file)


if __name__ == "__main__":
    main()
