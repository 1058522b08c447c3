"""DVC itself records files and folders; data-validate, which knows nothing of DVC but its formats,
recognises each version, and each change."""

import random
import subprocess
import sys
from pathlib import Path

from peer import check, finish, scratch, sluice

DVC = [sys.executable, "-m", "dvc"]
NAMES = ["a.csv", "deep/b.csv", "deep/er/c.csv", "é.csv", "🐧/x.csv", 'a "quoted" name.csv', "tab\tname.csv"]


def dvc(repository, *words):
    subprocess.run([*DVC, *words], cwd=repository, check=True, capture_output=True)


def make(folder, seed):
    rows = random.Random(seed)
    for name in NAMES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        ends = rows.choice(["\n", "\r\n"])
        lines = [f"{rows.randrange(1000)},{rows.random()}" for _ in range(rows.randrange(1, 5000))]
        path.write_bytes(ends.join(["x,y", *lines, ""]).encode())


def verdicts(repository, path):
    _, report, _ = sluice("data-validate", path, "--root", repository, cwd=repository)
    return [item["verdict"] for item in report["checks"] if item["name"] == "the data is the version on record"]


def main():
    repository = scratch() / "repository"
    repository.mkdir()
    subprocess.run(["git", "init", "-q", "."], cwd=repository, check=True)
    dvc(repository, "init", "-q")
    make(repository / "data", 1)
    (repository / "one.csv").write_text("x,y\r\n1,2\r\n")
    dvc(repository, "add", "-q", "data", "one.csv")
    (repository / "dvc.yaml").write_text(
        "stages:\n  copy:\n    cmd: mkdir -p out && cp one.csv out/two.csv\n    deps: [one.csv]\n    outs: [out]\n")
    dvc(repository, "repro", "-q")

    check("a file that was added is the version on record", verdicts(repository, "one.csv") == ["pass"])
    check("the output of a stage is the version on record", verdicts(repository, "out/two.csv") == ["pass"])
    for name in NAMES:
        check(f"a folder with {name!r} is the version on record",
              verdicts(repository, Path("data") / name) == ["pass"])

    (repository / "data" / "a.csv").write_text("x,y\n1,2\n")
    check("a folder is another when one of its files is", verdicts(repository, "data/deep/b.csv") == ["fail"])
    dvc(repository, "commit", "-q", "-f", "data.dvc")
    check("what was committed is the version on record", verdicts(repository, "data/deep/b.csv") == ["pass"])
    (repository / "data" / "more.csv").write_text("x\n1\n")
    check("a folder is another with one file more", verdicts(repository, "data/a.csv") == ["fail"])
    with (repository / "one.csv").open("a") as file:
        file.write("3,4\n")
    check("a file is another with one row more", verdicts(repository, "one.csv") == ["fail"])
    finish()


main()
