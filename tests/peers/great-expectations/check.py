"""Suites judged by us and by Great Expectations itself, by its current release and by 0.18.

Asks the cases of Great Expectations' own test definitions, holds docs/great-expectations.md to the expectations that the packages have, and compares our
verdict with theirs on several hundred expectations a seed, whose arguments a random generator
chooses. Further seeds may be given.
"""

import collections
import json
import re
import subprocess
import sys
from pathlib import Path

from definitions import check_definitions
from peer import check, finish, scratch, sluice
from suite_cases import write_suite, write_table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
OLD = "great-expectations==0.18.22"
SEEDS = [1, 2, 3]
ROUNDS = 6


def environment_of_old():
    """The Python of an environment that has 0.18."""
    folder = ROOT / "build/peers/great-expectations-0.18"
    if not (folder / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([folder / "bin/python", "-m", "pip", "-q", "install", OLD], check=True)
        (folder / "done").touch()
    return folder / "bin/python"


def ask(python, *words):
    done = subprocess.run([python, str(HERE / "suite_verdicts.py"), *map(str, words)], check=True,
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return json.loads(done.stdout)


def told():
    page = (ROOT / "docs/great-expectations.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))


def check_names(pythons):
    have = {name: ask(python, "names") for name, python in pythons.items()}
    for name in have:
        print(f"great-expectations {have[name]['version']}: {len(have[name]['names'])} expectations")
        for known in have[name]["names"]:
            check(f"the page tells '{known}' of {have[name]['version']}", known in told())
    everywhere = set().union(*(have[name]["names"] for name in have))
    for known in sorted(told()):
        check(f"a package has '{known}'", known in everywhere)


def our_verdicts(data, suite):
    _, report, done = sluice("data-validate", data, "--schema", suite, "--quiet")
    verdicts = [c["verdict"] for c in report["checks"] if c["name"].startswith("expect_")]
    return verdicts, done.stdout.decode()


def check_verdicts(pythons, seed):
    data, suite = scratch() / "data.csv", scratch() / "suite.json"
    write_table(data, seed)
    write_suite(suite, seed, ROUNDS)
    asked = json.loads(suite.read_text(encoding="utf-8"))["expectations"]
    ours, output = our_verdicts(data, suite)
    check(f"seed {seed}: each expectation has a verdict", len(ours) == len(asked), output)
    for name, python in pythons.items():
        tally = collections.Counter()
        for expectation, mine, theirs in zip(asked, ours, ask(python, "judge", data, suite)):
            tally["raised" if theirs is None else "judged"] += 1
            if theirs is not None:
                check(f"seed {seed}, {name}: {expectation['expectation_type']}",
                      (mine == "pass") == theirs,
                      f"{json.dumps(expectation['kwargs'])}: theirs {theirs}, ours {mine}")
        print(f"seed {seed}: {tally['judged']} verdicts of {name} compared, {tally['raised']} raised")


def main():
    pythons = {"current": sys.executable, "0.18": environment_of_old()}
    check_names(pythons)
    check_definitions()
    for seed in [int(word) for word in sys.argv[1:]] or SEEDS:
        check_verdicts(pythons, seed)
    finish()


main()
