"""reader_checks: what may stand in what we write, whatever the texts in it. Each function gives the
complaints about one file or log; an empty list is what one wants.
"""

import json
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from prometheus_client.openmetrics.parser import text_string_to_metric_families

import mini_runner

RULE = re.compile(r"[a-z][a-z0-9-]*/[a-z0-9-]+")
OUR_TITLE = re.compile(RULE.pattern + r"|[0-9]+ more (error|warning|notice)s|fail|error|inconclusive|sluice")
OUR_COMMANDS = {"error", "warning", "notice", "group", "endgroup"}
OUR_AZURE = {"task.logissue", "task.uploadsummary", "task.setvariable", "task.complete"}
OUR_TAGS = set("a article b body br circle code dd defs desc details div dl dt figcaption figure footer g h1 h2 h3 head header hr html i kbd li "
               "line main meta nav ol p path polyline pre q rect section small span strong style sub summary sup svg symbol table "
               "tbody td text tfoot th thead title tr ul use".split())
MARKDOWN_TAGS = OUR_TAGS - {"a", "style", "svg", "html"} | {"em"}


# Code of Markdown, in which nothing has a meaning, and what is mathematics outside of it.
CODE = re.compile(r"(?s)^```.*?^```$|(?<![`$])(`+)(?!`).*?(?<!`)\1(?!`)", re.MULTILINE)
MATHEMATICS = re.compile(r"\$\$.*|\$`.*|\$[^\s$][^$\n]*\$")


class Tags(HTMLParser):
    """What a browser would make of a page: its elements, and attributes that lead or do something."""

    def __init__(self, allowed):
        super().__init__()
        self.allowed = allowed
        self.complaints = []
        self.text = []
        self.inside = []

    def handle_starttag(self, tag, attrs):
        self.inside.append(tag)
        if tag not in self.allowed:
            self.complaints.append(f"{self.getpos()}: <{tag}>")
        self.complaints += [f"{self.getpos()}: {key}={value}" for key, value in attrs
                            if key.startswith("on") or key in ("src", "srcset", "action", "formaction")
                            or (key == "href" and not (value or "").startswith("#"))]

    def handle_endtag(self, tag):
        if tag in self.inside:
            del self.inside[len(self.inside) - 1 - self.inside[::-1].index(tag):]

    def handle_comment(self, data):
        self.complaints.append(f"{self.getpos()}: a comment: {data[:40]}")

    def handle_data(self, data):
        if not {"code", "pre", "style"} & set(self.inside):
            self.text.append(data)


def tags_complaints(page, allowed):
    tags = Tags(allowed)
    tags.feed(page)
    tags.close()
    return tags.complaints, "".join(tags.text)


def page_complaints(page):
    return tags_complaints(page, OUR_TAGS)[0]


def markdown_complaints(text):
    """The text as GitHub renders it: tables, HTML, links that are not marked; then people and issues."""
    flavour = MarkdownIt("commonmark", {"html": True, "linkify": True}).enable(["table", "linkify", "strikethrough"])
    flavour.linkify.set({"fuzzy_link": False})  # `train.py` is no address
    found, shown = tags_complaints(flavour.render(text), MARKDOWN_TAGS | {"s"})
    found += [f"mentions {name}" for name in re.findall(r"(?<![\w`])@[A-Za-z0-9][\w-]*", shown)]
    found += [f"links to {name}" for name in re.findall(r"(?i)\bwww\.\w+", shown)]
    found += [f"calculates {name}" for name in MATHEMATICS.findall(CODE.sub("", text))]
    found += [f"refers to {name}" for name in re.findall(r"(?<![\w&])[#!][0-9]+", shown)]
    return found + [f"draws {name}" for name in re.findall(r"\nbar \[1\] click.*", text)]


def xml_complaints(text):
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as problem:
        return [str(problem)]
    known = {"testsuites", "testsuite", "testcase", "failure", "error", "system-out", "checkstyle", "file"}
    return [f"<{element.tag}>" for element in root.iter() if element.tag not in known]


def json_complaints(text):
    try:
        json.loads(text)
    except ValueError as problem:
        return [str(problem)]
    return []


def metrics_complaints(text):
    try:
        families = list(text_string_to_metric_families(text))
    except ValueError as problem:
        return [str(problem)]
    return [f"a sample {family.name}" for family in families if not family.name.startswith("sluice_")]


def dotenv_complaints(text):
    bad = [line for line in text.splitlines() if not re.match(r"SLUICE_OUTPUT_[A-Z0-9_]+=", line)]
    return [f"a line {line!r}" for line in bad] + (["more than 5 KB"] if len(text.encode()) > 5120 else [])


# By the ending of the file, the longer ones first.
FILES = {
    ".junit.xml": xml_complaints, ".checkstyle.xml": xml_complaints, ".metrics.txt": metrics_complaints,
    ".html": page_complaints, ".md": markdown_complaints, ".env": dotenv_complaints, ".json": json_complaints,
}


def file_complaints(path):
    for ending, complaints in FILES.items():
        if path.name.endswith(ending):
            return [f"{path.name}: {complaint}"
                    for complaint in complaints(path.read_bytes().decode("utf-8", "strict"))]
    return []


def controls_complaints(said):
    """Bytes that move the cursor or change the terminal, beside GitLab's own marks."""
    rest = re.sub(rb"\x1b\[0Ksection_(start|end):[0-9]+:sluice_[A-Za-z0-9_]+(\[collapsed=true\])?\r\x1b\[0K",
                  b"", said)
    found = re.findall("(?s).{0,20}[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069].{0,20}",
                       rest.decode("utf-8", "replace"))
    return [f"a control character in {line!r}" for line in found[:3]]


def github_complaints(said, outputs, summary, reports):
    """`reports` are the JSON reports of the step: nothing may be read but what they say."""
    try:
        read = mini_runner.read_github(said, outputs, summary)
    except ValueError as problem:
        return [f"outputs: {problem}"]
    names = [command["name"] for command in read["commands"]]
    found = [f"the command {name}" for name in sorted(set(names) - OUR_COMMANDS)]
    found += [f"masks {mask!r}" for mask in read["masks"]]
    found += ["the step stays silenced"] if read["silenced"] else []
    found += ["groups do not close"] if names.count("group") != names.count("endgroup") else []
    found += [f"{read['dropped']} annotations dropped"] if read["dropped"] else []
    found += [f"an annotation {annotation}" for annotation in read["annotations"]
              if not OUR_TITLE.fullmatch(annotation["title"] or "")]
    if len(reports) == 1:
        found += levels_complaints(read["annotations"], reports[0])
        wanted = (reports[0]["verdict"], str(len(reports[0]["findings"])))
        got = (read["outputs"].get("verdict"), read["outputs"].get("findings"))
        found += [f"outputs say {got}, the report {wanted}"] if got != wanted else []
    found += [f"the output {name}" for name in read["outputs"] if "pwned" in name.lower()]
    found += ["the summary is dropped"] if read["summary"] is None else markdown_complaints(read["summary"])
    return found


def levels_complaints(annotations, report):
    found = []
    for level in mini_runner.LEVELS:
        there = sum(finding["severity"] == level for finding in report["findings"])
        shown = sum(annotation["level"] == level for annotation in annotations)
        wanted = min(there, mini_runner.MOST_ANNOTATIONS)
        headline = level == "error" and not there and report["exit_code"] != 0
        if shown != wanted + headline:
            found.append(f"{shown} annotations of level {level}, wanted {wanted + headline}")
    return found


def azure_complaints(said, reports):
    commands = mini_runner.read_azure(said)
    found = [f"the command {command['name']}" for command in commands if command["name"] not in OUR_AZURE]
    for command in commands:
        given = command["properties"]
        keys = set(given) - {"type", "sourcepath", "linenumber", "columnnumber", "code", "variable", "isoutput", "result"}
        found += [f"the property {key}" for key in sorted(keys)]
        if "pwned" in given.get("variable", "") or given.get("result", "SucceededWithIssues") != "SucceededWithIssues":
            found.append(f"the command {command}")
    issues = sum(command["name"] == "task.logissue" for command in commands)
    if len(reports) == 1:
        count = sum(finding["severity"] != "notice" for finding in reports[0]["findings"])
        errors = sum(finding["severity"] == "error" for finding in reports[0]["findings"])
        wanted = count + (1 if reports[0]["exit_code"] and not errors else 0)
        found += [f"{issues} issues, wanted {wanted}"] if issues != wanted else []
    return found


def gitlab_complaints(said):
    marks = mini_runner.read_gitlab(said)
    found = [f"the section {name}" for _, name in marks if not name.startswith("sluice_")]
    starts, ends = ([name for kind, name in marks if kind == wanted] for wanted in ("start", "end"))
    return found + ([] if starts == ends else [f"sections begin {starts} and end {ends}"])
