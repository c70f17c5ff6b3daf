"""The linker: how it joins modules, and what it refuses."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from courseware.course.compiler import check_course
from courseware.data import templates_folder
from courseware.site import modules
from courseware.site.brought import EVERYTHING, OF_RECORD_STORES, brought
from courseware.site.linker import link, link_runtime
from courseware.site.modules import (
    LinkError,
    Module,
    modules_without,
    prepared_modules,
    read_module,
    runtime_modules,
)

ROOT = Path(__file__).parents[2]
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="the linked script is run in node")
# for a course with only choices and texts; statements, queues and tokens take more than an LMS's API
MOST_BYTES = {"html": 30_000, "scorm12": 36_000, "scorm2004": 37_000}
MOST_MORE_BYTES = 13_000
"""How many bytes all components together may add."""
DRIVERS = sorted(path.stem for path in (templates_folder() / "runtime" / "drivers").glob("*.js"))


def read(**texts: str) -> dict[str, Module]:
    return {f"{name}.js": read_module(f"{name}.js", text.encode()) for name, text in texts.items()}


def run(script: str, folder: Path) -> str:
    path = folder / "linked.cjs"
    path.write_text(script, encoding="utf-8")
    return subprocess.run(["node", str(path)], capture_output=True, text=True, check=True).stdout


@needs_node
def test_modules_become_one_script_in_the_order_they_need_each_other(tmp_path: Path) -> None:
    some = read(
        main='/** Comment. */\nimport { double, Greeter } from "./tools.js";\nimport { one } from "./one.js";\n'
        "console.log(new Greeter().greet(double(one)), (function () { return this; })());\n",
        tools='import {\n  one,\n} from "./one.js";\nexport const double = (x) => one * 2 * x;\n'
        "export class Greeter {\n  greet(x) {\n    return `hello // ${x}`; // a comment\n  }\n}\n",
        one="export const one = 1;\n",
    )
    script = link("main.js", some)
    assert run(script, tmp_path) == "hello // 2 undefined\n"
    assert "omment" not in script
    assert script.count("=1") == 1


def test_what_is_not_reached_stays_out(tmp_path: Path) -> None:
    some = read(main="const here = 1;\n", other="const elsewhere = 1;\n")
    assert "elsewhere" not in link("main.js", some)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"main": 'import { a } from "./gone.js";\n'}, "main.js imports gone.js, which is not there"),
        (
            {"main": 'import { b } from "./a.js";\n', "a": "export const a = 1;\n"},
            "main.js imports b from a.js, which does not export it",
        ),
        (
            {"main": 'import { a } from "./a.js";\n', "a": "const a = 1;\n"},
            "main.js imports a from a.js, which does not export it",
        ),
        (
            {"main": 'import { a as b } from "./a.js";\n', "a": "export const a = 1;\n"},
            "main.js imports 'a as b' from a.js: a name cannot be changed on the way",
        ),
        (
            {
                "main": 'import { a } from "./a.js";\nconst b = a;\n',
                "a": "export const a = 1;\nfunction b() {}\n",
            },
            "main.js and a.js both declare b",
        ),
        (
            {
                "main": 'import { a } from "./a.js";\n',
                "a": 'import { b } from "./b.js";\nexport const a = 1;\n',
                "b": 'import { a } from "./a.js";\nexport const b = 1;\n',
            },
            "modules import each other in a circle: main.js -> a.js -> b.js -> a.js",
        ),
        (
            {"main": 'import a from "./a.js";\n', "a": ""},
            "main.js has an import that the linker does not know",
        ),
        (
            {"main": 'import * as a from "./a.js";\n', "a": ""},
            "main.js has an import that the linker does not know",
        ),
        ({"main": 'import "./a.js";\n', "a": ""}, "main.js has an import that the linker does not know"),
        ({"main": 'import { a } from "left-pad";\n'}, "main.js has an import that the linker does not know"),
        (
            {"main": 'const a = await import("./a.js");\n'},
            "main.js has an import that the linker does not know",
        ),
        ({"main": "const here = import.meta.url;\n"}, "main.js has an import that the linker does not know"),
        ({"main": "export default 1;\n"}, "main.js has an export that the linker does not know"),
        (
            {"main": 'export { a } from "./a.js";\n', "a": ""},
            "main.js has an export that the linker does not know",
        ),
        (
            {"main": "const given = () => name;\n"},
            "main.js uses name, which nothing there declares: write window.name",
        ),
        ({"main": "const a = ;\n"}, "main.js is not JavaScript that the linker can read"),
        ({"main": "const a = 1;\nexport { a };\n"}, "main.js has an export that the linker does not know"),
    ],
)
def test_everything_else_is_refused(tmp_path: Path, texts: dict[str, str], message: str) -> None:
    with pytest.raises(LinkError) as refused:
        link("main.js", read(**texts))
    assert str(refused.value).startswith(message)


def test_words_that_look_like_modules_stay_unchanged(tmp_path: Path) -> None:
    text = "const said = {exports: 1, import: 2};\nconst more = said.import + said['export'];\n"
    assert ".import+" in link("main.js", read(main=text))


TRICKY = r"""
const alpha = 1, unseen = "alpha beta";
const beta = (gamma, { delta = alpha, epsilon: zeta }) => `${gamma} gamma ${delta} ${zeta} ${unseen}`;
const counter = { alpha: 2, beta() { return this.alpha; }, get gamma() { return alpha; } };
let eta = counter.beta();
function theta(iota, ...kappa) {
  const lambda = { ...counter, iota, mu: alpha ? iota : eta };
  const { mu: nu = 3, iota: xi } = lambda;
  const omicron = /["alpha`]/.test('"') ? kappa : [];
  for (const [pi, rho] of omicron.entries()) eta += pi * rho;
  {
    const alpha = 7;
    eta += alpha;
  }
  return [nu, xi, eta, lambda.alpha, typeof sigma, counter?.gamma].join();
}
const sigma = () => document;
const document = { title: "alpha" };
const location = sigma().title;
console.log(beta(4, { epsilon: 5 }), theta(6, 8, 9), location, Object.keys(counter).join());
// each of these words is a variable here and something else once
const tau = 1;
const words = "tau";
const regular = /^tau$/;
const upsilon = 2;
const bag = Object.fromEntries([["up" + "silon", 3]]);
const phi = 4;
const chi = 5;
const choose = ({ chi = 6 }) => chi;
const psi = 7;
const omega = 8;
const digamma = 9;
function shadow() {
  const console = 10;
  return console;
}
const all = { phi, psi: 1, other: 2, omega() {}, get digamma() { return 11; } };
console.log(tau + words + regular.test(words) + upsilon + bag.upsilon + Object.keys(all).join());
class Stigma { constructor(koppa) { this.koppa = koppa; } sampi() { return this.koppa; } }
outer: for (const { heta: [san, { sho = 2 }] } of [{ heta: [1, {}] }]) {
  try {
    if (san < sho) continue outer;
  } catch ({ message }) {
    console.log(message);
  }
}
for (const rowan of [1, 2]) {
  try {
    null.alpha = rowan;
  } catch (trouble) {
    console.log([1].map(hazel => hazel + rowan), ((elm = 2) => elm)(), trouble instanceof TypeError);
  }
}
let yot = 0, nu = 0;
[yot, nu] = [1, 2];
({ yot, other: nu = 3 } = { yot: 5 });
const local = function named(count) { return count ? named(count - 1) : [...arguments].length; };
async function* later({ ...rest }) { yield* Object.keys(rest); }
console.log(new Stigma(3).sampi(), yot, nu, local(2), later.name.length > 0, typeof undeclared);
console.log(psi + omega * digamma - chi + phi + shadow() + choose(Object.fromEntries([["c" + "hi", 12]])));
"""

DECLARED = (
    "counter kappa lambda omicron sho message local Stigma rest pi iota zeta rowan trouble hazel elm named"
)


@needs_node
def test_short_names_change_nothing(tmp_path: Path) -> None:
    script = link("main.js", read(main=TRICKY))
    assert len(script) < len(TRICKY) - 100
    for word in DECLARED.split():
        assert not re.search(rf"[^.\w]{word}\b(?!:)", script), word
    assert run(script, tmp_path) == run(TRICKY, tmp_path)


def test_declarations_behind_each_other_become_one(tmp_path: Path) -> None:
    text = """function add(given) {
      const one = given[0];
      // another
      let two = given[1];
      two += 1;
      const sum = one + two;
      for (let turn = 0; turn < 1; turn += 1) two = sum;
      return two;
    }
    console.log(add([1, 2]));
    """
    script = link("main.js", read(main=text))
    assert script.count("let ") == 4  # one of them for the function
    assert run(script, tmp_path) == run(text, tmp_path)


WORDY = """
const one = /** @type {number} */ (1_000);
const held = new Map();
const given = (() => { const [, second = undefined, ] = [,, ]; return second; })();
const holes = [1, , ].length + [,].length;
const give = (given) => ({ given, yes: true, });
const choose = (given) => (given ? `}
` : "no; }");
const both = (given) => (console.log(given), given);
const asked = true.toString() + undefined?.gone + typeof undefined + (undefined === given);
class Kept { held = /** @type {number[]} */ ([]); }
let turns = 0;
function count(given, ) {
  for (const one of [1, 2]) { turns += one; }
  for (; turns < 5; turns += 1);
  if (given) { turns += 10; } else turns += 20;
  try { null.gone; } catch { turns += 100; }
  // of nothing
  const inner = (/** @type {{a?: {b: number}}} */ (given)?.a).b;
  return /** @type {number} */ (inner) + turns;
}
const make = /** @type {any} */ (Kept);
const made = new (/** @type {any} */ (give(Kept).given))();
const size = new Map().size + new Map([[1, 2]]).size;
try { count(null); } catch (error) { console.log(error.name); }
const later = async (given) => { await null; return given; };
later(true).then((given) => console.log(given === true));
console.log(one, held.size, given, holes, JSON.stringify(give(false)), choose(true), choose(false), both(7), asked);
console.log(count({ a: { b: 1 } }), new make().held.length, made.held.length, size, 0x1f, 1.5e3);
"""


@needs_node
def test_a_shorter_script_does_the_same(tmp_path: Path) -> None:
    script = link("main.js", read(main=WORDY))
    assert run(script, tmp_path) == run(WORDY, tmp_path)
    assert len(re.findall("1_000|true[^.]|false|new Map[(][)][^.]|[(][a-z][)]=>|[;,]}|let ", script)) == 6
    assert re.search(r"for\(;\w<5;\w\+=1\);", script)


VALUES = """
const once = 250;
const word = "a b";
const twice = 3;
const shared = 4;
const shadowed = 5;
const unused = 6;
const quoted = "a\\n";
const give = (given, shadowed) => [`${given} ${word}`, twice + twice, { shared }, quoted, shadowed].join();
const kept = 2 + Number("3") - Number(3 > 2 ? "1" : 0) + Number("2.50").toFixed(1) + 2 ** Number(true) + -Number(4);
const called = [String(1 + 1), String(String(`x`)), String("y").length, ["1"].map(String), String(), Number(...["7"])];
const told = typeof kept === "string" || typeof twice !== "number" || twice === "3";
const SIGNS = { a: "b", c: [1, -2] };
const NAMED = { named: 1 };
const AGAIN = /o/g;
const PATTERN = /[a-z]+/i;
const ALL = /** @type {any} */ (["x", "y"]);
const OF = { twice };
const MADE = ["a", make()];
function make() { return "made"; }
const sign = (given) => SIGNS[given];
const named = () => { NAMED.named; return { NAMED: 2 }; };
const again = () => [AGAIN.test("oo"), AGAIN.lastIndex].join();
const found = (given) => PATTERN.exec(given)?.[0] + ALL.join("");
console.log(once - 1, give(1), kept, JSON.stringify(called), told, later(), shadowed + shadowed);
function later() { return typeof give === "function" && twice; }
console.log(unused);
console.log(sign("a"), JSON.stringify(named()), again(), again(), found("12ab"), OF.twice, MADE[1]);
"""


@needs_node
def test_values_that_are_used_once_are_inlined_and_written_short(tmp_path: Path) -> None:
    script = link("main.js", read(main=VALUES))
    assert run(script, tmp_path) == run(VALUES, tmp_path)
    assert "250-1" in script
    assert script.count("let ") == 1
    for text in ('=>({a:"b",c:[1,-2]})[', "/o/g", "=>(/[a-z]+/i).exec(", '+["x","y"].join('):
        assert text in script
    assert len(re.findall("Number|String", script)) == 5
    assert script.count("===") == 1
    assert "function" not in script.replace('"function"', "")


DECIDING = """
const said = [];
function decide(given, also) {
  if (given > 2) said.push("more");
  if (!also) said.push("none");
  if (given || also) said.push("or");
  if (given && also) said.push("and");
  if (!(given && also)) said.push("not both");
  if (given === 4) also = 7;
  if (given === 1) said.push("one");
  // another
  else if (given ?? also) said[also] = "other";
  else also = 3;
  if (given) said.push(1);
  else { said.push(2); }
  for (const one of [1]) if (given === one) said.push("for"); else if (also) said.push("else");
  if (also === 2) if (given) said.push("inner"); else said.push("outer");
  if (given === 6) return;
  if (given === 5) return 5;
  if (given === 3) return (also = 2), 3;
  // first
  if (given === 2) return { given };
  if (given = also) return given > 1 ? "a" : /** @type {any} */ (["b"])[0];
  return () => given;
}
function pick(given) {
  if (given === 1) return "a";
  if (given === 2) return "b";
  // what is left
  return "c";
}
console.log(pick(1), pick(2), pick(3), 6 / Infinity, 2 * Infinity, [Infinity, -Infinity], 1 < Infinity);
for (const given of [0, 1, 2, 3, 4, 5, 6, undefined]) {
  for (const also of [0, 1, 2]) console.log(JSON.stringify([decide(given, also), said.splice(0)]));
}
"""


@needs_node
def test_conditions_become_expressions(tmp_path: Path) -> None:
    script = link("main.js", read(main=DECIDING))
    assert run(script, tmp_path) == run(DECIDING, tmp_path)
    left = re.findall(r"(?<!\w)if\(.*?(?=if\(|$)", script, re.MULTILINE)
    # operators with low precedence and assignments in conditions stay unchanged
    assert len(left) == 6, left
    assert re.search(r'=(.)=>\1===1\?"a":\1===2\?"b":"c"', script)


ROWS = """
const said = [];
const say = (one) => { said.push(one); return said.length; };
const last = (given) => { say(given); if (given > 2) return { given }; say("small"); return given ? [given] : "none"; };
function ended(given, also) {
  say(0);
  if (!given || also) return;
  say(1);
  if (given === 2 && !also) return;
  also = given, say(2);
  if (also > 3) { say(3); } else if (also > 2) { say(4); also = 5; } else { also = 6, say(also); }
}
function both(given) {
  if (given === 1) return say("one"), "a";
  if ((given ?? 1) === 2) return "b";
  given += 1;
  if (given === 4) return (given = 2, given) + 1;
  if (given = given - 1) say(given);
  return say(given), given;
}
function looped(given) {
  for (const one of given) {
    if (one === 1) continue;
    if (!one) continue;
    say(one);
    for (const two of [one]) { if (two > 2) for (const three of [two]) { say(three); } else { say("two"); } }
  }
  while (given.length) { if (given.pop() === 2) break; }
  if (given.length) { for (const one of given) { if (one) say({ one }); } } else { say("empty"); }
  if (given.length > 1) { for (const one of given) { if (one > 9 || !one) say(one); } }
  else say("short");
  return given.map((one) => { if (one) return one; return; });
}
function tried(given) {
  if (given) { try { null.gone; } catch { said.push("caught"); } }
  for (const one of [1]) { try { say(one); } finally { said.push("finally"); } }
}
const methods = {
  of: 2, give(one) { say(one); return one; }, list(...all) { return { all }; }, own() { return this.of; },
  count() { return arguments.length; }, get more() { return this.of; }, async later(one) { return one; },
  *each() { return 1; }, [`named`]() { return "named"; }, none() { return; },
};
const close = (a, b, c) => [(a + b) * c, a + (b * c), a - (b - c), (a - b) - c, (a / b) * c, a * (b / c), (a, b)];
const logic = (a, b, c) => [(a && b) || c, a && (b || c), a && (b && c), (a ?? b) || c, !(a && b), -(-a), +(-b)];
const others = (a, b, c) => [(a ? b : c) ? 1 : 2, a ? (b ? 1 : 2) : 3, typeof (a + b), (-a) ** 2, (a < b) === (b < c),
  `${(a + b) / c}`, [...(a ? [b] : [c])], ((a) => (a))(a), (a in [1, 2]), (["a", "b"])[a], [(a = b), a]];
async function waits(given) {
  await null;
  if (await given) return (await given) + 1;
  say("waited");
  return await given;
}
const told = (given) => {
  return (
    // of all
    given
  );
};
for (const one of [0, 1, 2, 3, 4]) {
  for (const two of [undefined, 0, 3]) {
    ended(one, two);
    console.log(JSON.stringify([last(one), both(one), told(two), said.splice(0)]));
    console.log(JSON.stringify([close(one, two, 2), logic(one, two, 2), others(one, two, 2)]));
  }
}
console.log([[3, 1, 0, 2], [], [5, 2, 1], [0, 2, 10, 2]].map(looped), said.splice(0));
tried(1);
console.log(methods.give(1), methods.list(2), methods.own(), methods.count(1, 2), methods.more, methods.named());
methods.later(methods.none()).then((one) => console.log(one, [...methods.each()], said));
Promise.all([waits(1), waits(0)]).then((all) => console.log(all));
"""


@needs_node
def test_rows_of_statements_become_expressions(tmp_path: Path) -> None:
    script = link("main.js", read(main=ROWS))
    assert run(script, tmp_path) == run(ROWS, tmp_path)
    assert script.count("return") == 13, script
    assert script.count("if(") == 13, script
    assert re.search(r"for\(let \w of\[\w\]\)if\(\w>2\)for\(let \w of\[\w\]\)\w\(\w\);else ", script)


HOISTED = """
const told = [];
const first = add(1, 2);
function add(one, two) { return one + two; }
export function outer(given) {
  const factor = 2;
  told.push(inner(given), again(3), typeof inner);
  function inner(value) { if (value > 5) return "more"; return later() * value; }
  function later() { return typeof factor === "number" ? factor : 1; }
  async function waits() { await null; return inner(1); }
  function again(count) { return count ? again(count - 1) : [typeof again, once(), late()]; }
  function* both() { yield factor; yield* [inner(2)]; }
  function once() {
    function given() { return 1; }
    return given();
  }
  if (given) {
    told.push(within());
    function within() { return [factor, given].length; }
  }
  for (const value of both()) told.push(value);
  return waits().then((value) => [value, told.length]);
}
function late() { return { of: told.length }; }
function Made(value) { this.value = value; }
function Given() { return { value: 2 }; }
function every() { return [...arguments].length; }
function shadowed(shadow) { function shadow() { return 1; } return shadow(); }
switch (add(0, 1)) {
  case 1: told.push(cased());
  default: function cased() { return "cased"; }
}
console.log(new Made(3).value, new Given().value, every(1, 2, 3), shadowed(4), first, late().of);
outer(4).then((value) => console.log(JSON.stringify([value, told])));
"""


@needs_node
def test_functions_become_arrows_that_are_there_from_the_start(tmp_path: Path) -> None:
    script = link("main.js", read(main=HOISTED))
    assert run(script, tmp_path) == run(HOISTED.replace("export ", ""), tmp_path)
    # functions with `this`, `arguments`, `new`, `yield`, a parameter of that name or a `switch` stay functions
    assert script.count("function") == 6


OFTEN = """
const all = { length: 2, "frequent": 3, frequent_not: [], gone: null };
const texts = ["frequent", "frequent", 'frequent', "frequent", "often enough", "often enough", "often enough"];
function count(given) {
  let text = given?.frequent ?? given.frequent;
  const { frequent, length = texts.length } = given;
  given.frequent += texts.length + texts
    .filter((one) => one === "frequent")
    .filter((one) => typeof one == "string")
    // of all
    .filter(Boolean).length;
  switch (text) { case "frequent": text = null; break; default: text += "frequent"; }
  delete all.length;
  if (given === 4) return"frequent"+text;
  return [frequent, length, text, given.frequent, all?.length?.length, all.gone === null, "frequent"in given];
}
class Kept { frequent = null; #length = 1; get size() { return this.#length + this.frequent?.length; } }
for (all.frequent of [4, 5]) console.log(JSON.stringify(count(all)), all.frequent_not.length, new Kept().size);
console.log(Object.keys(all).join());
console.log(`${all.frequent} frequent ${"frequent"}`, [undefined, null, null, null, null].length, "often enough");
console.log(undefined === all.one, undefined === all.two, undefined === null, (undefined, undefined));
"""


@needs_node
def test_what_is_said_often_gets_a_name(tmp_path: Path) -> None:
    script = link("main.js", read(main=OFTEN))
    assert run(script, tmp_path) == run(OFTEN, tmp_path)
    assert script.count("often enough") == script.count("null") == 1
    assert not re.search(r"\.(frequent|length)\b", script.replace("#length", ""))
    assert ".gone" in script


ENDING = """
const said = [];
function tell(given) {
  if (given > 1) { said.push(1); said.push(2); } else { said.push(3); }
  for (const one of [given]) { said.push(one); }
  if (given) for (const one of [1]) { said.push(one); said[0] = given; } else { said.push("none"); }
  if (given > 2) { said.push("last"); }
}
const give = (given) => { return given ? [given] : {}; };
const pair = (given) => { return { given }; };
const last = (given) => { return said.length, given; };
const numbers = [1000, 1500, 120000, 0, 100, 1_000_000, 1000.5, 0x1000, 10e1];
const asked = ((said)).length + (/** @type {any} */ (said)).length;
if (asked) { tell(0); }
(() => tell(1))();
tell(2);
tell(3);
console.log(JSON.stringify([said, give(1), give(0), pair(1), last(2), numbers, asked]));
"""


@needs_node
def test_blocks_of_expressions_become_one(tmp_path: Path) -> None:
    script = link("main.js", read(main=ENDING))
    assert run(script, tmp_path) == run(ENDING, tmp_path)
    assert len(re.findall(r"1e3|12e4|1e6|1500", script)) == 4
    assert "return" not in script


SCOPED = """
const first = 1;
function outer(given, other) {
  const second = [given, first].map((one) => [one].map((two) => two + other + first));
  function again(more) { return more ? again(more - 1) : inner(second); }
  const inner = function named(list) { return [...list, typeof named]; };
  const later = { first, taken(word = given) { return word + this.first; } };
  return [again(2), later.taken(), ((given) => given + other)(5), (({ other }) => other)({ other: 6 })];
}
function sibling(another) {
  try { null.gone; } catch (error) { return ((last) => [last, another, first])(error.name); }
}
console.log(JSON.stringify([outer(3, 4), sibling(9)]));
"""


@needs_node
def test_functions_that_share_nothing_share_short_names(tmp_path: Path) -> None:
    script = link("main.js", read(main=SCOPED))
    assert run(script, tmp_path) == run(SCOPED, tmp_path)
    names = set(re.findall(r"(?<![.\w\"$])[a-zA-Z$_](?![\w\"])", script))
    assert len(names) <= 8, names


@needs_node
@pytest.mark.parametrize("driver", DRIVERS)
def test_the_runtime_of_each_standard_is_one_small_classic_script(driver: str, tmp_path: Path) -> None:
    plain, script = link_runtime(driver, parts=frozenset()).text, link_runtime(driver).text
    for number, text in enumerate((plain, script)):
        path = tmp_path / f"runtime{number}.cjs"
        path.write_text(text, encoding="utf-8")
        subprocess.run(["node", "--check", str(path)], check=True)
    assert len(plain.encode()) <= MOST_BYTES.get(driver, 50_000)
    assert len(script.encode()) <= len(plain.encode()) + MOST_MORE_BYTES
    assert "/**" not in script
    link_runtime.cache_clear()
    assert link_runtime(driver, parts=EVERYTHING).text == script


COURSES = {
    "tests/courses/seed": "choices, ratings and texts",
    "content": "with rankings, numbers and pictures",
}
FORMATS = {"HTML": "html", "SCORM 1.2": "scorm12", "SCORM 2004": "scorm2004", "xAPI": "xapi", "cmi5": "cmi5"}


def _rows(heading: str) -> list[list[str]]:
    """The rows of the table in docs/page.md with this header, and the header."""
    text = (ROOT / "docs" / "page.md").read_text(encoding="utf-8")
    lines = text[text.index(f"| {heading} |") :].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "---" not in line]


@pytest.mark.parametrize("folder", COURSES)
def test_the_guide_says_what_the_script_of_a_course_weighs(folder: str) -> None:
    course, _ = check_course(ROOT / folder)
    assert course
    (_, *formats), *rows = _rows("kB of script")
    (figures,) = [rest for name, *rest in rows if f"`{folder}`" in name and COURSES[folder] in name]
    for name, figure in zip(formats, figures, strict=True):
        driver = FORMATS[name]
        parts = brought(course) | (OF_RECORD_STORES if driver in ("xapi", "cmi5") else frozenset())
        weight = len(link_runtime(driver, parts=parts).text.encode()) / 1000
        assert weight <= (56 if driver in ("xapi", "cmi5") else 40), name
        assert weight <= float(figure) <= weight + 0.3, name


def test_the_guide_says_what_each_module_adds() -> None:
    listed = {source.removesuffix(".js") for _, source in runtime_modules()["parts.js"].imports} | {
        "branches"
    }
    figures = {name.strip("`"): float(figure) for name, figure, _ in _rows("module")[1:]}
    assert figures.keys() == listed
    plain = len(link_runtime("scorm12", parts=frozenset()).text.encode())
    for name, figure in figures.items():
        more = len(link_runtime("scorm12", parts=frozenset({name})).text.encode()) - plain
        assert more / 1000 <= figure <= more / 1000 + 0.2, name


def test_a_script_holds_what_its_course_uses() -> None:
    hook, text = 'matches:"[data-ranking]"', "moved"
    some = {name: link_runtime("html", parts=parts) for name, parts in PARTS.items()}
    assert [name for name, script in some.items() if hook in script.text] == ["ranking", "both", "all"]
    assert [name for name, script in some.items() if text in script.says] == ["ranking", "both", "all"]
    assert some["both"] == link_runtime("html", parts=frozenset({"numeric", "ranking", "rating"}))


PARTS: dict[str, frozenset[str] | None] = {
    "none": frozenset(),
    "numeric": frozenset({"numeric"}),
    "ranking": frozenset({"ranking"}),
    "both": frozenset({"ranking", "numeric"}),
    "all": None,
}


def test_all_that_the_table_of_components_names_is_there_and_the_other_way_round() -> None:
    folder = templates_folder()
    modules = {path.stem for path in (folder / "runtime").glob("*.js")} & EVERYTHING
    styles = {path.stem for path in (folder / "themes" / "base").glob("*.css")} & EVERYTHING
    assert modules | styles == EVERYTHING
    listed = [source.removesuffix(".js") for _, source in runtime_modules()["parts.js"].imports]
    listed.append("branches")  # other modules call it if it is present
    reached = {source for name in listed for _, source in runtime_modules()[f"{name}.js"].imports}
    assert {*listed} <= modules
    assert {f"{name}.js" for name in modules.difference(listed)} <= reached


def test_what_calls_on_an_absent_module_is_left_out(tmp_path: Path) -> None:
    source = b"""import { branches } from "./branches.js";
function all(state) {
  branches?.decide(state, () => { state.never = 1; });
  const one = branches?.one(state) ?? state.one ?? 2;
  if (!state || branches?.omits(state)) return 0;
  return state.all && !branches?.omits(state) ? one : 3;
}
console.log(all({ one: 1, all: true }), all({}), all(0));
"""
    plain = read_module("main.js", source, is_absent=True)
    script = link("main.js", {"main.js": plain})
    assert "branches" not in script
    assert "never" not in script
    assert run(script, tmp_path) == "1 3 0\n"


def test_a_call_that_leaves_something_behind_is_refused() -> None:
    source = b'import { branches } from "./branches.js";\nconst one = branches?.one();\n'
    with pytest.raises(LinkError, match="cannot do without branches"):
        read_module("main.js", source, is_absent=True)


def test_there_are_drivers() -> None:
    assert {"html", "scorm12"} <= set(DRIVERS)


def test_prepared_modules_are_those_that_the_parser_reads() -> None:
    lines = [json.loads(line) for line in prepared_modules().splitlines()]
    for part, known in (("modules", runtime_modules()), ("without", modules_without())):
        prepared = {name: lines[number] for name, number in lines[0][part].items()}
        assert json.loads(json.dumps(dict(known))) == prepared


def test_prepared_modules_are_taken_until_a_module_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "runtime.jsonl"
    kept.write_text(prepared_modules(), encoding="utf-8")
    monkeypatch.setattr(modules, "runtime_modules_file", lambda: kept)
    monkeypatch.setattr(modules, "_prepared", modules._prepared.__wrapped__)
    monkeypatch.setattr(modules, "_read", modules._read.__wrapped__)
    monkeypatch.setattr(modules, "_parser", None)
    assert modules.runtime_modules.__wrapped__().keys() == runtime_modules().keys()
    kept.write_text(kept.read_text("utf-8").replace('"digest":"', '"digest":"0'), encoding="utf-8")
    with pytest.raises(TypeError):  # without the parser they cannot be read
        modules.runtime_modules.__wrapped__()
