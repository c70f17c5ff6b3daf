// The colours of markers in Visual Studio Code: what its tokenizer makes of markers.md, with the grammar of the extension
// within that of Markdown. UPDATE=1 writes markers.scopes anew.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const textmate = require("vscode-textmate");
const oniguruma = require("vscode-oniguruma");

const EXTENSION = new URL("../../editors/vscode/", import.meta.url);
const EXPECTED = new URL("markers.scopes", import.meta.url);
const { contributes } = JSON.parse(readFileSync(new URL("package.json", EXTENSION), "utf8"));

/** The text of the grammar of a scope: one of the extension's, or that of Markdown. */
function grammarText(scope) {
  const own = contributes.grammars.find((one) => one.scopeName === scope);
  const path = own ? new URL(own.path, EXTENSION) : require.resolve("tm-grammars/grammars/markdown.json");
  return own || scope === "text.html.markdown" ? readFileSync(path, "utf8") : null;
}

async function markdown() {
  await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
  const registry = new textmate.Registry({
    onigLib: {
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    },
    loadGrammar: async (scope) => {
      const text = grammarText(scope);
      return text && textmate.parseRawGrammar(text, `${scope}.json`);
    },
    getInjections: (scope) =>
      contributes.grammars.filter((one) => one.injectTo.includes(scope)).map((one) => one.scopeName),
  });
  return registry.loadGrammar("text.html.markdown");
}

/** Each line, and below it those of its tokens that the extension gives scopes. */
function* tokenized(grammar, text) {
  let state = textmate.INITIAL;
  for (const line of text.trimEnd().split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    yield `| ${line}`.trimEnd();
    for (const { startIndex, endIndex, scopes } of tokens) {
      const words = line.slice(startIndex, endIndex).trim();
      const own = scopes.filter((scope) => scope.endsWith(".courseware"));
      if (words && own.length) yield `    ${words} → ${own.join(" ")}`;
    }
  }
}

test("markers have their colours, and nothing else has", async () => {
  const text = readFileSync(new URL("markers.md", import.meta.url), "utf8");
  const found = [...tokenized(await markdown(), text)].join("\n") + "\n";
  if (process.env.UPDATE) writeFileSync(EXPECTED, found);
  assert.equal(found, readFileSync(EXPECTED, "utf8"));
});
