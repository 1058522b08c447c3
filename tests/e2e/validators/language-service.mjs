// What GitHub's own language service says of workflows and actions, a complaint a line:
//
//   node language-service.bundle.mjs ROOT REPOSITORY FILE...
//
// The service is told of our actions by their action.yml below ROOT, so that a step which uses
// REPOSITORY/actions/gate@v0 with an input that is not there is found, and of some of GitHub's own
// by our stand-ins. Warnings count: a misspelt context is one. It keeps what it parsed by URI, so
// every file has its own.

import {readFileSync, existsSync} from "node:fs";
import {basename, dirname, join, resolve} from "node:path";
import {pathToFileURL} from "node:url";
import {validate} from "@actions/languageservice";
import {TextDocument} from "vscode-languageserver-textdocument";
import {parse} from "yaml";

const [root, repository, ...files] = process.argv.slice(2);

async function fetchActionMetadata({owner, name, path}) {
  const ours = `${owner}/${name}` === repository;
  const folder = ours ? join(root, path ?? "") : join(root, "tests/e2e/github/stand-ins", name);
  const file = join(folder, "action.yml");
  if (!ours && (owner !== "actions" || !existsSync(file))) return undefined;
  return parse(readFileSync(file, "utf8"));
}

// Of actions that nobody described here nothing is known.
const isUnknown = message =>
  message.startsWith("Unable to resolve action") && !message.includes(`\`${repository}`);

// The service tells the kind of a document by its name.
function document(file) {
  const action = basename(file) === "action.yml";
  const folder = action ? "" : "/.github/workflows";
  const uri = pathToFileURL(resolve(file) + folder + (action ? "" : "/workflow.yml")).toString();
  return TextDocument.create(uri, "yaml", 1, readFileSync(file, "utf8"));
}

// Reusable workflows of the same repository: the folder that holds .github, or that of a case.
function filesBeside(file) {
  const at = file.indexOf(".github/workflows/");
  const repository = at < 0 ? dirname(file) : file.slice(0, at);
  return {
    async getFileContent({path}) {
      return {name: path, content: readFileSync(join(repository, path), "utf8")};
    },
  };
}

for (const file of files) {
  const providers = {actionsMetadataProvider: {fetchActionMetadata}, fileProvider: filesBeside(file)};
  for (const found of await validate(document(file), providers)) {
    if (isUnknown(found.message)) continue;
    console.log(`${file}:${found.range.start.line + 1}: ${found.message.replaceAll("\n", " ")}`);
  }
}
