#!/usr/bin/env python3
#
# slim.py DESCRIPTION: of GitHub's OpenAPI description (13 MB, 10 s to load), the paths that we call,
# with what they refer to. What a request must look like stays as it was; answers are the fake's.
# GraphQL has a description of its own: here it is what one posts.

import json
import sys

PATHS = (
    "/repos/{owner}/{repo}/check-runs",
    "/repos/{owner}/{repo}/check-runs/{check_run_id}",
    "/repos/{owner}/{repo}/check-runs/{check_run_id}/annotations",
    "/repos/{owner}/{repo}/commits/{ref}/check-runs",
    "/repos/{owner}/{repo}/statuses/{sha}",
    "/repos/{owner}/{repo}/issues/{issue_number}/comments",
    "/repos/{owner}/{repo}/issues/comments/{comment_id}",
    "/repos/{owner}/{repo}/pulls",
)
METHODS = ("get", "put", "post", "patch", "delete")
GRAPHQL = {
    "post": {
        "requestBody": {"required": True, "content": {"application/json": {"schema": {
            "type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}}}},
    },
}


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def copy_referred(whole, slim, node):
    """Copies what a node refers to, and what that refers to in turn."""
    waiting = list(references(node))
    while waiting:
        words = waiting.pop().removeprefix("#/").split("/")
        source, target = whole, slim
        for word in words[:-1]:
            source, target = source[word], target.setdefault(word, {})
        if words[-1] not in target:
            target[words[-1]] = source[words[-1]]
            waiting += references(source[words[-1]])


def main():
    with open(sys.argv[1]) as file:
        whole = json.load(file)
    slim = {key: whole[key] for key in ("openapi", "info")}
    slim["paths"] = {path: whole["paths"][path] for path in PATHS} | {"/graphql": GRAPHQL}
    for path in slim["paths"].values():
        for method in METHODS:
            if method in path:
                path[method]["responses"] = {"default": {"description": "what the fake says"}}
    copy_referred(whole, slim, slim["paths"])
    json.dump(slim, sys.stdout)


if __name__ == "__main__":
    main()
