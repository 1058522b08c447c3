"""mini_runner: what a step says, read as the platforms read it.

    read_github(said, outputs, summary)    commands, annotations, masks, outputs, summary
    read_azure(said)                       logging commands of an agent
    read_gitlab(said)                      sections of a job's log

The rules are those of GitHub's runner, of Azure's agent and of GitLab's log viewer, caps and cuts
included; tests/contract/mini-runner has a table of them. `said` is standard output and standard
error, in bytes: the platforms read both.
"""

import re

# What the runner has a handler for. Any other name makes a line of the log.
COMMANDS = {"add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "notice",
            "remove-matcher", "save-state", "set-env", "set-output", "stop-commands", "warning"}
LEVELS = ("error", "warning", "notice")
ESCAPES_V2 = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]
ESCAPES_V2_PROPERTY = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")]
ESCAPES_V1 = [("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%")]
ESCAPES_AZURE = [("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%")]
MOST_ANNOTATIONS = 10        # a level and step
LONGEST_MESSAGE = 4096       # UTF-16 units
LARGEST_SUMMARY = 1024 * 1024


def lines_of(said):
    """The runner ends lines at a lone carriage return, too."""
    return re.split(r"\r\n|\n|\r", said.decode("utf-8", "replace"))


def unescape(text, escapes):
    for code, character in escapes:
        text = text.replace(code, character)
    return text


def properties_of(text, separator, escapes):
    pairs = (part.split("=", 1) for part in text.split(separator) if "=" in part)
    return {key.strip().lower(): unescape(value, escapes) for key, value in pairs}


def parse_v2(line, known):
    """`::name key=value,key=value::data` at the start of a line, blanks aside."""
    line = line.lstrip()
    end = line.find("::", 2) if line.startswith("::") else -1
    if end < 0:
        return None
    name, _, rest = line[2:end].partition(" ")
    if name.lower() not in known:
        return None
    return {"name": name.lower(), "properties": properties_of(rest.strip(), ",", ESCAPES_V2_PROPERTY),
            "data": unescape(line[end + 2:], ESCAPES_V2)}


def parse_v1(line, known):
    """`##[name key=value;key=value]data` anywhere in a line."""
    start = line.find("##[")
    end = line.find("]", start) if start >= 0 else -1
    if end < 0:
        return None
    name, _, rest = line[start + 3:end].partition(" ")
    if name.lower() not in known:
        return None
    return {"name": name.lower(), "properties": properties_of(rest.strip(), ";", ESCAPES_V1),
            "data": unescape(line[end + 1:], ESCAPES_V1)}


def number_of(text):
    return int(text) if text and re.fullmatch(r"[0-9]+", text) else None


def cut(text, units):
    return text.encode("utf-16-le", "surrogatepass")[:2 * units].decode("utf-16-le", "replace")


def annotation_of(command):
    """The annotation of an issue, with what the runner takes away from impossible places."""
    given = command["properties"]
    place = {key: number_of(given.get(key)) for key in ("line", "endline", "col", "endcolumn")}
    if place["endline"] and not place["line"]:
        place["line"] = place["endline"]
    if place["endcolumn"] and not place["col"]:
        place["col"] = place["endcolumn"]
    if not place["line"] or (place["endline"] or place["line"]) != place["line"]:
        place["col"] = place["endcolumn"] = None
    if place["endline"] and place["endline"] < place["line"]:
        place["line"] = place["endline"] = None
    if place["endcolumn"] and place["endcolumn"] < place["col"]:
        place["col"] = place["endcolumn"] = None
    return {"level": command["name"], "file": given.get("file") or None, "title": given.get("title") or None,
            "message": cut(command["data"], LONGEST_MESSAGE),
            **{key: value for key, value in place.items() if value}}


class Step:
    """One step's log, line by line."""

    def __init__(self):
        self.token = None     # what ends stop-commands
        self.commands = []    # all that were obeyed
        self.annotations = []
        self.dropped = 0      # beyond the cap
        self.masks = []
        self.log = []         # lines that are none

    def add(self, line):
        known = {self.token.lower()} if self.token else COMMANDS
        command = parse_v2(line, known) or parse_v1(line, known)
        if not command:
            self.log.append(line)
            return
        self.commands.append(command)
        name = command["name"]
        if self.token:
            self.token = None
        elif name == "stop-commands":
            self.token = command["data"]
        elif name == "add-mask":
            self.masks += [mask for mask in re.split(r"[\r\n]+", command["data"]) if mask]
        elif name in LEVELS:
            self.annotate(command)

    def annotate(self, command):
        same = sum(annotation["level"] == command["name"] for annotation in self.annotations)
        if not command["data"].strip():
            return
        if same == MOST_ANNOTATIONS:
            self.dropped += 1
            return
        self.annotations.append(annotation_of(command))


def read_env_file(text):
    """$GITHUB_OUTPUT and the like: the values, or ValueError for what fails the step."""
    values = {}
    lines = iter(re.split(r"\r\n|\n", text))
    for line in lines:
        if not line:
            continue
        equals, heredoc = line.find("="), line.find("<<")
        if equals >= 0 and (heredoc < 0 or equals < heredoc):
            name, value = line.split("=", 1)
        elif heredoc >= 0:
            name, end = line.split("<<", 1)
            if not end:
                raise ValueError(f"no delimiter: {line}")
            found = []
            for part in lines:
                if part == end:
                    break
                found.append(part)
            else:
                raise ValueError(f"the delimiter {end} does not come")
            value = "\n".join(found)
        else:
            raise ValueError(f"neither = nor <<: {line}")
        if not name:
            raise ValueError(f"no name: {line}")
        values[name] = value
    return values


def read_github(said, outputs="", summary=b""):
    step = Step()
    for line in lines_of(said):
        step.add(line)
    shown = summary.decode("utf-8", "replace") if len(summary) <= LARGEST_SUMMARY else None
    return {"commands": step.commands, "annotations": step.annotations, "dropped": step.dropped,
            "masks": step.masks, "silenced": step.token is not None, "log": step.log,
            "outputs": read_env_file(outputs), "summary": shown}


def read_azure(said):
    """The commands `##vso[area.event key=value;]data`, anywhere in a line."""
    commands = []
    for line in lines_of(said):
        start = line.lower().find("##vso[")
        end = line.find("]", start) if start >= 0 else -1
        name, _, rest = line[start + 6:end].strip().partition(" ") if end >= 0 else ("", "", "")
        if name.count(".") == 1:
            commands.append({"name": name.lower(), "properties": properties_of(rest, ";", ESCAPES_AZURE),
                             "data": unescape(line[end + 1:], ESCAPES_AZURE)})
    return commands


def read_gitlab(said):
    """The sections that were opened and closed, as (start or end, name)."""
    marks = re.findall(rb"section_(start|end):[0-9]+:([A-Za-z0-9_.-]+)(?:\[[^\]\r]*\])?\r\x1b\[0K", said)
    return [(kind.decode(), name.decode()) for kind, name in marks]
