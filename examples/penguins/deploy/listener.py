"""Receives the messages of a deployment, checks their signatures and writes them down.

    python deploy/listener.py --port-file out/listener.port --log out/messages.jsonl

Stands for the services that a team would be told by. The key is in the environment, PENGUINS_WEBHOOK_KEY.
"""

import argparse
import hashlib
import hmac
import http.server
import json
import os

LARGEST_BODY = 1 << 20


class Listener(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        if length > LARGEST_BODY:
            self.send_error(413)
            return
        body = self.rfile.read(length)
        entry = {"path": self.path, "signed": self.signature_is_right(body), "body": json.loads(body)}
        with open(self.server.log, "a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def signature_is_right(self, body):
        signature = self.headers.get("X-Sluice-Signature")
        if signature is None:
            return None
        key = os.environ["PENGUINS_WEBHOOK_KEY"].encode()
        signed = self.headers.get("X-Sluice-Timestamp", "").encode() + b"." + body
        wanted = "sha256=" + hmac.new(key, signed, hashlib.sha256).hexdigest()
        return hmac.compare_digest(signature, wanted)

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port-file", required=True)
    parser.add_argument("--log", required=True)
    options = parser.parse_args()

    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    server.log = options.log
    with open(options.port_file + ".new", "w", encoding="utf-8") as file:
        file.write(str(server.server_port))
    os.replace(options.port_file + ".new", options.port_file)
    server.serve_forever()


if __name__ == "__main__":
    main()
