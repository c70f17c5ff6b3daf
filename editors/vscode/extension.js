"use strict";

// Starts `courseware language-server`, and leaves everything else to it.

const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = function () {
  const command = workspace.getConfiguration("courseware").get("command");
  client = new LanguageClient(
    "courseware",
    "courseware",
    { command, args: ["language-server"] },
    {
      documentSelector: [
        { scheme: "file", language: "markdown" },
        { scheme: "file", pattern: "**/course.yaml" },
      ],
    },
  );
  return client.start();
};

exports.deactivate = function () {
  return client?.stop();
};
