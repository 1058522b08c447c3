"""A server for tests that does what its path says, and keeps what it was sent.

    python3 listener.py --port-file FILE [--port N] [--requests FOLDER]

Every request becomes FOLDER/1.json, FOLDER/2.json, …: method, path, headers (names in lower case), body, and
`signature`: "missing", or whether X-Sluice-Signature is right ("valid", "wrong", "old") for the secret in
LISTENER_SECRET. The first request on a connection is not told apart from later ones.
"""

import argparse
import hashlib
import hmac
import http.server
import json
import os
import pathlib
import ssl
import sys
import threading
import time
import urllib.parse


class State:
    """What the answers depend on."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder) if folder else None
        self.lock = threading.Lock()
        self.count = 0
        self.asked = {}

    def keep(self, request):
        with self.lock:
            self.count += 1
            self.asked[request["path"]] = self.asked.get(request["path"], 0) + 1
            if self.folder:
                self.folder.mkdir(parents=True, exist_ok=True)
                text = json.dumps(request, indent=1, sort_keys=True) + "\n"
                (self.folder / f"{self.count}.json").write_text(text)
            return self.asked[request["path"]]


def signature_of(headers, body):
    given = headers.get("x-sluice-signature")
    if given is None:
        return "missing"
    stamp = headers.get("x-sluice-timestamp", "")
    key = os.environ.get("LISTENER_SECRET", "").encode()
    wanted = "sha256=" + hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(given, wanted):
        return "wrong"
    return "valid" if abs(time.time() - int(stamp)) < 300 else "old"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def handle_request(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        nth = self.server.state.keep({
            "method": self.command,
            "path": self.path,
            "headers": headers,
            "body": body.decode("utf-8", "replace"),
            "signature": signature_of(headers, body),
        })
        words = urllib.parse.urlsplit(self.path).path.strip("/").split("/")
        answer = getattr(self, "answer_" + words[0].replace("-", "_"), None)
        if answer is None:
            self.reply(404, {"error": "no such path"})
        else:
            answer(words[1:], body, nth)
        self.wfile.flush()

    do_GET = do_POST = do_PUT = do_DELETE = handle_request

    def reply(self, status, document, headers=()):
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def answer_ok(self, words, body, nth):
        self.reply(200, {"status": "ok"})

    def answer_status(self, words, body, nth):
        self.reply(int(words[0]), {"status": "as wanted"})

    def answer_echo(self, words, body, nth):
        self.reply(200, body)

    def answer_say(self, words, body, nth):
        """The body stands in the path: /say/%7B%22a%22%3A1%7D"""
        self.reply(200, urllib.parse.unquote("/".join(words)).encode())

    def answer_fail(self, words, body, nth):
        """/fail/2/500: twice 500, then 200."""
        self.reply(200 if nth > int(words[0]) else int(words[1]), {"time": nth})

    def answer_flaky(self, words, body, nth):
        """/flaky/5: every fifth time 500."""
        self.reply(500 if nth % int(words[0]) == 0 else 200, {"time": nth})

    def answer_wait(self, words, body, nth):
        """/wait/1: 429 with Retry-After: 1, then 200."""
        self.reply(429 if nth == 1 else 200, {"time": nth}, [("Retry-After", words[0])])

    def answer_file(self, words, body, nth):
        """/file/NAME: what a file of the working folder says; 503 while it is not there."""
        path = pathlib.Path(words[0])
        self.reply(200, path.read_bytes()) if path.exists() else self.reply(503, {"missing": words[0]})

    def answer_redirect(self, words, body, nth):
        """/redirect/307/http%3A%2F%2F…: to there."""
        target = urllib.parse.unquote("/".join(words[1:]))
        self.reply(int(words[0]), {}, [("Location", target)])

    def answer_circle(self, words, body, nth):
        self.reply(302, {}, [("Location", self.path)])

    def answer_slow(self, words, body, nth):
        """/slow/5: after five milliseconds."""
        time.sleep(int(words[0]) / 1000)
        self.reply(200, {"time": nth})

    def answer_hang(self, words, body, nth):
        time.sleep(60)

    def answer_die(self, words, body, nth):
        print("listener: killed by a request", file=sys.stderr, flush=True)
        os._exit(9)

    def answer_huge(self, words, body, nth):
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        for _ in range(1024):
            self.wfile.write(b"x" * 65536)

    def answer_head(self, words, body, nth):
        self.reply(200, {}, [(f"X-Filler-{i}", "x" * 1000) for i in range(90)])

    def answer_cut(self, words, body, nth):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"{")
        self.close_connection = True

    def answer_garbage(self, words, body, nth):
        self.wfile.write(b"\x00\xff\x1b[31mSSH-2.0 no http at all\r\n\r\n")
        self.close_connection = True

    def log_message(self, format, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """Clients that hang up are part of the tests."""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--port-file")
    parser.add_argument("--requests")
    parser.add_argument("--pid-file")
    parser.add_argument("--certificate", help="speak TLS with this certificate and key, a PEM file")
    options = parser.parse_args()
    server = Server(("127.0.0.1", options.port), Handler)
    server.state = State(options.requests)
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    for path, number in ((options.pid_file, os.getpid()), (options.port_file, server.server_address[1])):
        if path:
            pathlib.Path(path + ".new").write_text(f"{number}\n")
            os.rename(path + ".new", path)
    server.serve_forever()


if __name__ == "__main__":
    main()
