"""A server that remembers, as GitHub and GitLab do: comments, check runs, statuses, merge request notes.

    python3 forge_server.py --port-file FILE --state FILE [--seed FILE] [--fault 'METHOD REGEX KIND [TIMES]']...

After every request the state file holds all that the server knows, and what it was asked. It refuses what the
platforms refuse beyond what GitHub's OpenAPI description says: too many annotations, texts that are too long, a
completed check without a conclusion. `--seed` is a JSON list of comments that are there: {"login", "body"}.

Faults, for requests whose `METHOD path?query` fits, TIMES times (without a number: always):

    forbid missing unauthorized limit secondary used-up unavailable bad-gateway    refuse
    late lost          do what was asked, then answer 502, or hang up without an answer
    html torn list map wrong huge    answer 200 with nonsense
    away next-away     redirect, or let the list go on, at --elsewhere
"""

import argparse
import http.server
import json
import os
import pathlib
import re
import threading
import time
import urllib.parse

LONGEST_TEXT = 65535
LONGEST_COMMENT = 65536
CONCLUSIONS = ("action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out")
REFUSALS = {
    "forbid": (403, {"message": "Resource not accessible by integration"}, []),
    "missing": (404, {"message": "Not Found"}, []),
    "unauthorized": (401, {"message": "Bad credentials"}, []),
    "limit": (429, {"message": "too many requests"}, [("Retry-After", "1")]),
    "secondary": (403, {"message": "You have exceeded a secondary rate limit"}, [("Retry-After", "1")]),
    "unavailable": (503, {"message": "come back later"}, []),
    "bad-gateway": (502, {"message": "Server Error"}, []),
}
NONSENSE = {
    "html": b"<!DOCTYPE html><html><body>Sign in</body></html>",
    "torn": b'{"id": 1, "bo',
    "list": b"[]",
    "map": b"{}",
    "wrong": b'{"id": "seven", "check_runs": {"id": []}, "html_url": 7, "body": null}',
    "huge": b'{"id": "' + b"x" * (20 << 20) + b'"}',
}


class Refusal(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def demand(condition, message):
    if not condition:
        raise Refusal(422, message)


class Forge:
    """What the platform remembers."""

    def __init__(self, options):
        self.self = options.self
        self.page = options.page
        self.asked = []
        self.comments = []
        self.checks = []
        self.statuses = []
        self.pulls = json.loads(pathlib.Path(options.pulls).read_text()) if options.pulls else []
        for number, seed in enumerate(json.loads(pathlib.Path(options.seed).read_text()) if options.seed else []):
            self.comments.append({"id": number + 1, **seed})

    def routes(self):
        github, gitlab = r"/repos/[^/]+/[^/]+", r"/projects/[^/]+"
        return [
            ("GET", github + r"/issues/\d+/comments", lambda match, body: [self.as_github(c) for c in self.comments]),
            ("POST", github + r"/issues/\d+/comments", lambda match, body: self.as_github(self.add_comment(body))),
            ("PATCH", github + r"/issues/comments/(\d+)",
             lambda match, body: self.as_github(self.edit_comment(match, body))),
            ("GET", gitlab + r"/merge_requests/\d+/notes", lambda match, body: [self.as_gitlab(c) for c in self.comments]),
            ("POST", gitlab + r"/merge_requests/\d+/notes", lambda match, body: self.as_gitlab(self.add_comment(body))),
            ("PUT", gitlab + r"/merge_requests/\d+/notes/(\d+)",
             lambda match, body: self.as_gitlab(self.edit_comment(match, body))),
            ("POST", r"/graphql", lambda match, body: {"data": {"viewer": {"login": self.self}}}),
            ("GET", r"/user", lambda match, body: {"id": 1, "username": self.self}),
            ("GET", github + r"/pulls", lambda match, body: self.pulls),
            ("POST", f"(?:{github}|{gitlab})" + r"/statuses/([0-9a-f]+)", self.add_status),
            ("GET", github + r"/commits/([0-9a-f]+)/check-runs", self.find_checks),
            ("POST", github + r"/check-runs", self.add_check),
            ("PATCH", github + r"/check-runs/(\d+)", self.edit_check),
            ("GET", github + r"/check-runs/(\d+)/annotations", self.list_annotations),
        ]

    def as_github(self, comment):
        return {"id": comment["id"], "body": comment["body"], "user": {"login": comment["login"]},
                "html_url": f"https://github.example/comment/{comment['id']}"}

    def as_gitlab(self, note):
        return {"id": note["id"], "body": note["body"], "author": {"username": note["login"]}}

    def check_comment(self, body):
        text = body.get("body")
        demand(isinstance(text, str) and text, "body is missing")
        demand(len(text) <= LONGEST_COMMENT, "body is too long")
        return text

    def add_comment(self, body):
        comment = {"id": len(self.comments) + 1, "login": self.self, "body": self.check_comment(body)}
        self.comments.append(comment)
        return comment

    def edit_comment(self, match, body):
        text = self.check_comment(body)
        comment = next((c for c in self.comments if c["id"] == int(match[1])), None)
        if comment is None:
            raise Refusal(404, "Not Found")
        comment["body"] = text
        comment["edits"] = comment.get("edits", 0) + 1
        return comment

    def add_status(self, match, body):
        demand(body.get("state") in ("error", "failure", "pending", "success", "failed"), "state is no state")
        demand(len(body.get("description", "")) <= 140, "description is too long (maximum is 140 characters)")
        status = {"id": len(self.statuses) + 1, "sha": match[1], **body}
        self.statuses.append(status)
        return status

    def as_check(self, check):
        output = {**check["output"], "annotations_count": len(check["annotations"])}
        return {**{k: v for k, v in check.items() if k != "annotations"}, "output": output,
                "html_url": f"https://github.example/runs/{check['id']}"}

    def find_checks(self, match, body):
        found = [self.as_check(c) for c in self.checks if c["head_sha"] == match[1]]
        return {"total_count": len(found), "check_runs": found}

    def take_check(self, check, body):
        output = dict(body.get("output", {}))
        annotations = output.pop("annotations", [])
        demand(len(annotations) <= 50, "no more than 50 annotations")
        demand(len(output.get("title", "")) <= 255, "title is too long")
        demand(len(output.get("summary", "").encode()) <= LONGEST_TEXT, "summary is too long")
        for annotation in annotations:
            demand(annotation["annotation_level"] in ("notice", "warning", "failure"), "no such level")
            demand(not annotation["path"].startswith("/"), "path must be relative")
            demand(annotation["start_line"] == annotation["end_line"] or "start_column" not in annotation,
                   "columns need one line")
            demand(len(annotation.get("title", "")) <= 255, "title is too long")
            demand(len(annotation["message"].encode()) <= 65536, "message is too long")
        if body.get("status") == "completed":
            demand(body.get("conclusion") in CONCLUSIONS, "a completed check needs a conclusion")
        check["annotations"] += annotations
        check["batches"] += [len(annotations)] if annotations else []
        check.update({k: v for k, v in body.items() if k != "output"}, output=output)
        return self.as_check(check)

    def add_check(self, match, body):
        demand(body.get("name") and re.fullmatch(r"[0-9a-f]{40,64}", body.get("head_sha", "")), "name or head_sha")
        check = {"id": len(self.checks) + 1, "annotations": [], "batches": []}
        answer = self.take_check(check, body)
        self.checks.append(check)
        return {**answer, "id": check["id"]}

    def edit_check(self, match, body):
        demand(int(match[1]) <= len(self.checks), "no such check run")
        return self.take_check(self.checks[int(match[1]) - 1], body)

    def list_annotations(self, match, body):
        return self.checks[int(match[1]) - 1]["annotations"]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def handle_request(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.server.lock:
            self.handle_one(raw)
        self.wfile.flush()

    def handle_one(self, raw):
        token = self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN") or self.headers.get("JOB-TOKEN")
        fault = self.take_fault()
        self.server.forge.asked.append({"method": self.command, "path": self.path, "token": token, "fault": fault})
        self.answer(fault, raw, token)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_request

    def take_fault(self):
        for fault in self.server.faults:
            method, pattern, kind, times = fault
            if times and self.command == method and re.search(pattern, self.path):
                fault[3] -= 1
                return kind
        return None

    def answer(self, fault, raw, token):
        if fault in REFUSALS:
            return self.reply(*REFUSALS[fault])
        if fault == "used-up":
            reset = str(int(time.time()) + 3600)
            return self.reply(403, {"message": "API rate limit exceeded"},
                              [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", reset)])
        if fault in NONSENSE:
            return self.reply(200, NONSENSE[fault])
        if fault == "away":
            return self.reply(302, {}, [("Location", self.server.elsewhere + self.path)])
        status, document, headers = self.work(raw, token)
        if fault == "late":
            return self.reply(502, {"message": "Server Error"})
        if fault == "lost":
            self.server.keep()
            self.close_connection = True
            return None
        if fault == "next-away":
            headers = [("Link", f'<{self.server.elsewhere}{self.path}>; rel="next"')]
        return self.reply(status, document, headers)

    def work(self, raw, token):
        path = urllib.parse.urlsplit(self.path).path.removeprefix("/api/v4").removeprefix("/api/v3")
        if not token:
            return 401, {"message": "Requires authentication"}, []
        try:
            for method, pattern, action in self.server.forge.routes():
                match = re.fullmatch(pattern, path)
                if match and method == self.command:
                    document = action(match, json.loads(raw) if raw else {})
                    return self.page(document) if isinstance(document, list) else (
                        201 if method == "POST" else 200, document, [])
        except Refusal as refusal:
            return refusal.status, {"message": str(refusal)}, []
        return 404, {"message": "Not Found"}, []

    def page(self, items):
        split = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(split.query))
        size = min(self.server.forge.page, int(query.get("per_page", 30)))
        number = int(query.get("page", 1))
        rest = items[number * size:]
        query["page"] = number + 1
        link = f"{self.server.origin}{split.path}?{urllib.parse.urlencode(query)}"
        # The comma in a URL and the words before `next` are what readers trip over.
        headers = [("Link", f'<{link}&a=b,c>; title="a, b"; rel="next", <{self.server.origin}/>; rel="last"')]
        return 200, items[(number - 1) * size:number * size], headers if rest else []

    def reply(self, status, document, headers=()):
        self.server.keep()  # before anybody could have read the answer
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def keep(self):
        state = {key: getattr(self.forge, key) for key in ("asked", "comments", "checks", "statuses")}
        new = pathlib.Path(self.state + ".new")
        new.write_text(json.dumps(state, indent=1, ensure_ascii=False) + "\n")
        os.rename(new, self.state)

    def handle_error(self, request, client_address):
        """Clients that hang up are part of the tests."""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0, help="default: a free one")
    parser.add_argument("--port-file", required=True)
    parser.add_argument("--state", required=True)
    parser.add_argument("--seed")
    parser.add_argument("--pulls", help="a JSON list of pull requests: {number, head: {sha}}")
    parser.add_argument("--self", default="github-actions[bot]", help="whose the token is")
    parser.add_argument("--page", type=int, default=100, help="the most items of a page")
    parser.add_argument("--origin", help="how the server calls itself in links")
    parser.add_argument("--elsewhere", help="where `away` leads to")
    parser.add_argument("--fault", action="append", default=[])
    options = parser.parse_args()
    server = Server(("127.0.0.1", options.port), Handler)
    server.lock = threading.Lock()
    server.state = options.state
    server.forge = Forge(options)
    server.origin = options.origin or f"http://127.0.0.1:{server.server_address[1]}"
    server.elsewhere = options.elsewhere
    server.faults = []
    for words in map(str.split, options.fault):
        server.faults.append([words[0], words[1], words[2], int(words[3]) if len(words) > 3 else 1 << 30])
    server.keep()
    pathlib.Path(options.port_file + ".new").write_text(f"{server.server_address[1]}\n")
    os.rename(options.port_file + ".new", options.port_file)
    server.serve_forever()


if __name__ == "__main__":
    main()
