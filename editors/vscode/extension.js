"use strict";

// Starts `courseware language-server`, which does everything else.

const { commands, window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const SETTING = "courseware.command";
let client;

exports.activate = function (context) {
  context.subscriptions.push(
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTING)) return stop().then(start);
    }),
  );
  return start();
};

exports.deactivate = stop;

async function start() {
  const command = workspace.getConfiguration().get(SETTING);
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
  try {
    await client.start();
  } catch {
    const open = "Open Settings";
    const words = `Courses are not checked: "${command} language-server" does not start. Install courseware with its extra
      "editor", or set ${SETTING} to the full path of the program.`;
    const chosen = await window.showErrorMessage(words.replace(/\s+/g, " "), open);
    if (chosen === open) await commands.executeCommand("workbench.action.openSettings", SETTING);
  }
}

async function stop() {
  await client?.stop().catch(() => {}); // fails if it never started
}
