"""Serves the model over HTTP.

    python serve.py --model out --port 8080

GET /healthz says that the model is loaded and which; POST /predict weighs penguins:

    {"instances": [{"species": "Gentoo", ...}]} -> {"predictions": [5071.3], "model_version": "..."}

Nonsense gets a 400 with {"error": ..., "reasons": [...]}. On SIGTERM it answers what it has begun,
then ends.
"""

import argparse
import contextlib
import http.server
import json
import os
import signal
import sys
import threading

import penguin

BODY_MAX = 64 * 1024
DISCARD_MAX = 1024 * 1024
INSTANCES_MAX = 256
REASONS_MAX = 20
IDLE_SECONDS = 30
FAREWELL_SECONDS = 5

ROUTES = {"/healthz": "GET", "/predict": "POST"}


class Refusal(Exception):
    """An answer other than 200; `reasons` tell the client what to change."""

    def __init__(self, status, error, reasons=()):
        super().__init__(error)
        self.status = status
        self.answer = {"error": error}
        if reasons:
            self.answer["reasons"] = list(reasons)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address, model):
        super().__init__(address, Handler)
        self.model = model
        self.in_hand = 0
        self.idle = threading.Condition()

    @contextlib.contextmanager
    def answering(self):
        with self.idle:
            self.in_hand += 1
        try:
            yield
        finally:
            with self.idle:
                self.in_hand -= 1
                self.idle.notify_all()

    def handle_error(self, request, client_address):
        """A client that hangs up is no error of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def finish(self):
        """Waits, for a while, until no answer is half-written."""
        with self.idle:
            self.idle.wait_for(lambda: self.in_hand == 0, timeout=FAREWELL_SECONDS)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "penguins"
    sys_version = ""
    timeout = IDLE_SECONDS
    wbufsize = -1                    # head and body leave in one piece
    disable_nagle_algorithm = True   # and at once
    error_content_type = "application/json"
    error_message_format = '{"error": "no request this server could read: status %(code)d"}\n'

    def handle_request(self):
        with self.server.answering():
            try:
                status, answer = 200, self.respond()
            except Refusal as refusal:
                status, answer = refusal.status, refusal.answer
            self.send_json(status, answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = handle_request

    def respond(self):
        path = self.path.split("?", 1)[0]
        method = ROUTES.get(path)
        if method is None:
            raise Refusal(404, f"no such path; there are {' and '.join(ROUTES)}")
        if self.command != method:
            raise Refusal(405, f"{path} takes {method}")
        if path == "/healthz":
            return {"status": "ok", "model_version": self.server.model.version}
        return predict(self.server.model, self.read_body())

    def read_body(self):
        length = self.headers.get("Content-Length")
        if length is None or "Transfer-Encoding" in self.headers:
            raise Refusal(411, "a Content-Length is wanted")
        if not (length.isascii() and length.isdigit()):
            raise Refusal(400, "Content-Length must be a number of bytes")
        if int(length[:12]) > BODY_MAX:
            # A client that is still sending would not hear the answer.
            self.rfile.read(min(int(length[:12]), DISCARD_MAX))
            raise Refusal(413, f"the body may have {BODY_MAX} bytes")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise Refusal(400, "the body is shorter than its Content-Length")
        self.body_read = True
        return body

    def parse_request(self):
        self.body_read = False
        return super().parse_request()

    def send_json(self, status, answer):
        body = json.dumps(answer).encode() + b"\n"
        # Bytes of a body nobody read would be taken for the next request.
        unread = not self.body_read and {"Content-Length", "Transfer-Encoding"} & set(self.headers)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status == 405:
            self.send_header("Allow", ROUTES[self.path.split("?", 1)[0]])
        if unread:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format, *args):
        """Says nothing: under load a line a request is what would be measured."""


def predict(model, body):
    document = parse(body)
    if not isinstance(document, dict) or not isinstance(document.get("instances"), list):
        form = '{"instances": [{...}]} is the form'
        raise Refusal(400, "wanted an object with a list of instances", [form])
    instances = document["instances"]
    if not 1 <= len(instances) <= INSTANCES_MAX:
        raise Refusal(400, f"wanted 1 to {INSTANCES_MAX} instances, got {len(instances)}")
    reasons = [
        f"instance {index}: {reason}"
        for index, instance in enumerate(instances)
        for reason in model.reasons(instance)
    ]
    if reasons:
        raise Refusal(400, "not a penguin this model could weigh", reasons[:REASONS_MAX])
    predictions = [round(model.predict(instance), 1) for instance in instances]
    return {"predictions": predictions, "model_version": model.version}


def parse(body):
    """JSON, strictly: no NaN, no key given twice."""
    try:
        return json.loads(body, parse_constant=penguin.refuse_constant, object_pairs_hook=unique)
    except RecursionError:
        raise Refusal(400, "the body is nested too deeply") from None
    except ValueError as error:     # JSON and UTF-8 errors are both
        raise Refusal(400, "the body is no JSON", [str(error)[:200]]) from None


def unique(pairs):
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a key is given twice")
    return members


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", required=True, help=f"folder with {penguin.MODEL_FILE}")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--port-file", help="where to write the port once it is open")
    return parser.parse_args()


def main():
    options = parse_options()
    try:
        server = Server((options.host, options.port), penguin.load(options.model))
    except (OSError, OverflowError, ValueError, KeyError) as error:
        sys.exit(f"cannot serve '{options.model}' on {options.host}:{options.port}: {error}")
    port = server.server_address[1]

    def stop(*_):
        threading.Thread(target=server.shutdown).start()   # shutdown() waits for the loop below

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"model {server.model.version} on http://{options.host}:{port}", flush=True)
    if options.port_file:
        penguin.write(os.path.abspath(options.port_file), f"{port}\n")
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    server.finish()


if __name__ == "__main__":
    main()
