#!/usr/bin/env python3
#
# transcript: what happened in a pipeline, and whether GitLab could take what its jobs hand in.
#
#   transcript.py REPOSITORY OUT LOG...     prints the transcript
#   transcript.py --fetch                   downloads the schema of JUnit
#
# REPOSITORY is where gitlab-ci-local ran, OUT has a folder for each job with its run folder as the
# job left it, LOG is what gitlab-ci-local printed. A line each:
#
#   JOB | what it printed
#   JOB: success|failure|warning
#   JOB codequality SEVERITY FILE:LINE RULE: MESSAGE
#   JOB junit STAGE passed|failed|error|skipped: NAME
#   JOB output NAME=VALUE
#   JOB metric NAME{LABELS} VALUE
#   JOB link LABEL: URL            on the job's page
#   JOB hands on FILE              a file of the run folder that later jobs get
#   refused: MESSAGE               there was no pipeline
#   invalid: ...                   what GitLab could not take
#
# Reports are found as GitLab's runner finds them: by the patterns of the job, in the job's folder.

import fnmatch
import importlib.machinery
import importlib.util
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import jsonschema
import ruamel.yaml
import xmlschema
from prometheus_client.openmetrics.parser import text_string_to_metric_families

SCHEMAS = Path(__file__).resolve().parents[2] / "contract/others-schemas"
STATE = Path(".gitlab-ci-local")
RESULTS = {"PASS": "success", "FAIL": "failure", "WARN": "warning"}
# A line of the table at the end; the jobs of a matrix are called `job: [value]`.
RESULT = re.compile(r" (PASS|FAIL|WARN)  (\S+(?:: \[[^]]*\])?)\s*(?:pre_script|\d[\d.]*%)?\s*")
# Limits of an installation of one's own, the lowest there are.
DOTENV_MOST_BYTES = 5 * 1024
DOTENV_MOST_VARIABLES = 20
# What gitlab-ci-local makes of GitLab's marks of a section; a mark that it does not read stays as it is.
SECTION = re.compile(r"([A-Za-z0-9_.-]+)(?:_(started)| took [0-9.]+ ?[a-z]+)")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def others_schemas():
    loader = importlib.machinery.SourceFileLoader("others_schemas", str(SCHEMAS))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("others_schemas", loader))
    loader.exec_module(module)
    return module


OTHERS = others_schemas()


class Job:
    """A job of the pipeline, with the files it left."""

    def __init__(self, name, plan, out):
        self.name = name
        artifacts = plan.get("artifacts") or {}
        self.reports = artifacts.get("reports") or {}
        self.paths = artifacts.get("paths") or []
        self.exclude = artifacts.get("exclude") or []
        # As CI_JOB_NAME_SLUG.
        self.folder = out / re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
        self.lines = []

    def say(self, line):
        self.lines.append(f"{self.name} {line}")

    def complain(self, what):
        self.lines.append(f"invalid: {self.name}: {what}")

    def files(self, kind):
        patterns = self.reports.get(kind) or []
        patterns = [patterns] if isinstance(patterns, str) else patterns
        return sorted({path for pattern in patterns for path in self.folder.glob(pattern)})

    def hands_on(self):
        """The archive: what `paths` name, without what `exclude` names."""
        for path in sorted(self.folder.rglob("*")):
            place = str(path.relative_to(self.folder))
            named = any(place.startswith(way.rstrip("/") + "/") or fnmatch.fnmatch(place, way)
                        for way in self.paths)
            if path.is_file() and named and not any(fnmatch.fnmatch(place, way) for way in self.exclude):
                yield place


def read_codequality(job):
    validator = jsonschema.Draft202012Validator(OTHERS.CODEQUALITY)
    seen = set()
    for path in job.files("codequality"):
        if path.read_bytes()[:1] != b"[":
            job.complain(f"{path.name} is no list, or has a byte order mark")
            continue
        entries = json.loads(path.read_text())
        for complaint in OTHERS.complaints_of(validator, entries):
            job.complain(f"{path.name}{complaint}")
        for entry in entries:
            place = f"{entry['location']['path']}:{entry['location']['lines']['begin']}"
            job.say(f"codequality {entry['severity']} {place} {entry['check_name']}: {entry['description']}")
            if entry["fingerprint"] in seen:
                job.complain(f"{path.name}: the fingerprint {entry['fingerprint']} repeats")
            if entry["location"]["path"].startswith("/"):
                job.complain(f"{path.name}: {place} is no path of the repository")
            seen.add(entry["fingerprint"])


def read_junit(job):
    schema = xmlschema.XMLSchema(str(OTHERS.fetch("junit-10.xsd")))
    seen = set()
    for path in job.files("junit"):
        for error in schema.iter_errors(str(path)):
            job.complain(f"{path.name}: {error.path}: {error.reason}")
        for case in ElementTree.parse(path).iter("testcase"):
            result = next((child.tag for child in case if child.tag in ("failure", "error", "skipped")), "passed")
            name = (case.get("classname"), case.get("name"))
            job.say(f"junit {name[0]} {result.replace('failure', 'failed')}: {name[1]}")
            # GitLab drops the second of a name.
            if name in seen:
                job.complain(f"{path.name}: {name} repeats")
            seen.add(name)


def read_dotenv(job):
    names = set()
    size = 0
    for path in job.files("dotenv"):
        size += path.stat().st_size
        for line in path.read_text().splitlines():
            job.say(f"output {line}")
            if not re.fullmatch(r"[A-Za-z0-9_]+=[^\n]*", line):
                job.complain(f"{path.name}: {line!r} is no variable")
            names.add(line.partition("=")[0])
    if len(names) > DOTENV_MOST_VARIABLES or size >= DOTENV_MOST_BYTES:
        job.complain(f"{len(names)} variables in {size} bytes are more than a dotenv report may have")


def read_metrics(job):
    for path in job.files("metrics"):
        for complaint in OTHERS.openmetrics_complaints(path.read_text()):
            job.complain(f"{path.name}: {complaint}")
        for family in text_string_to_metric_families(path.read_text()):
            for sample in family.samples:
                labels = ",".join(f"{key}={value}" for key, value in sorted(sample.labels.items()))
                job.say(f"metric {sample.name}{{{labels}}} {sample.value:g}")


def read_annotations(job):
    for path in job.files("annotations"):
        for section, entries in json.loads(path.read_text()).items():
            for entry in entries:
                link = entry["external_link"]
                job.say(f"link {section}: {link['label']}: {link['url']}")
                if not re.match("https?://", link["url"]):
                    job.complain(f"{path.name}: {link['url']!r} is no address")


def read_log(job, text):
    """Sections open and close in order; nothing else of the escape's language is in the log."""
    still_open = []
    # What the rig adds to every job, and what gitlab-ci-local repeats of a red one.
    text = text.partition('$ mkdir -p "$E2E_OUT')[0]
    for line in text.replace("\r\n", "\n").split("\n"):
        plain = COLOUR.sub("", line)
        if re.search("[\x00-\x08\x0b-\x1f]", plain):
            job.complain(f"control characters in the log: {plain!r}")
        if section := SECTION.fullmatch(plain):
            if section[2]:
                still_open.append(section[1])
            elif not still_open or still_open.pop() != section[1]:
                job.complain(f"section '{section[1]}' ends, which is not the last that began")
        if plain:
            job.lines.append(f"{job.name} | {plain}")
    if still_open:
        job.complain(f"sections {still_open} do not end")


def read_job(job, repository):
    log = repository / STATE / "output" / f"{job.name}.log"
    if log.is_file():
        read_log(job, log.read_bytes().decode("utf-8", "replace"))
    for read in (read_codequality, read_junit, read_dotenv, read_metrics, read_annotations):
        try:
            read(job)
        except (ValueError, KeyError, TypeError, ElementTree.ParseError) as problem:
            job.complain(f"{read.__name__}: {problem!r}")
    for place in job.hands_on():
        job.say(f"hands on {place}")
    return job.lines


def verdicts(logs):
    """Job by job how it ended, from the table at the end; the last one of a job counts."""
    found = {}
    for log in logs:
        for line in log.read_text(errors="replace").splitlines():
            matched = RESULT.fullmatch(line)
            if matched and (log.name, matched[2]) not in found:
                found[(log.name, matched[2])] = RESULTS[matched[1]]
    return {name: result for (_, name), result in found.items()}


def refusal(logs):
    """What gitlab-ci-local says of a pipeline that it does not take."""
    for log in logs:
        for line in log.read_text(errors="replace").splitlines():
            if re.search("configuration is invalid|^ *•|mandatory|could not be found|[Ee]rror", line):
                yield f"refused: {line.strip()}"


def main():
    if sys.argv[1:] == ["--fetch"]:
        OTHERS.fetch("junit-10.xsd")
        return
    repository, out, *logs = map(Path, sys.argv[1:])
    results = verdicts(logs)
    if not results:
        print("\n".join(refusal(logs)))
        return
    text = (repository / STATE / "expanded-gitlab-ci.yml").read_text()
    plan = ruamel.yaml.YAML(typ="safe").load(text)
    for name, result in results.items():
        print("\n".join(read_job(Job(name, plan.get(name.partition(":")[0]) or {}, out), repository)))
        print(f"{name}: {result}")


if __name__ == "__main__":
    main()
