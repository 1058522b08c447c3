#!/usr/bin/env python3
#
# component: prints the pipeline that a GitLab component is with the defaults of its inputs.
#
#   tests/e2e/validators/component.py templates/gate/template.yml

import re
import sys

import yaml

INPUT = re.compile(r"\$\[\[ *inputs\.([a-z0-9-]+) *\]\]")


def filled(value, inputs):
    """A text that is an input and nothing else becomes the value with its type."""
    if isinstance(value, dict):
        return {filled(key, inputs): filled(item, inputs) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, inputs) for item in value]
    if not isinstance(value, str):
        return value
    alone = INPUT.fullmatch(value)
    if alone:
        return inputs[alone[1]]
    return INPUT.sub(lambda found: str(inputs[found[1]]), value)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        head, pipeline = yaml.safe_load_all(file)
    inputs = {name: (about or {}).get("default", "given")
              for name, about in head["spec"]["inputs"].items()}
    yaml.safe_dump(filled(pipeline, inputs), sys.stdout, allow_unicode=True)


if __name__ == "__main__":
    main()
