// Clients of others against a launch of the preview: `node other_clients.mjs NAME PARAMETERS`, which are its query's as JSON.
// It prints what they got, as JSON.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [, , name, given] = process.argv;
const launch = JSON.parse(given);
const actor = JSON.parse(launch.actor);
const EXPERIENCED = "http://adlnet.gov/expapi/verbs/experienced";
const COURSE = "https://example.org/course";
const about = (number) => ({ id: `${COURSE}/${number}`, definition: { name: { en: `Page ${number}` } } });

/** @xapi/xapi: statements, pages of them, voiding, documents with entity tags. */
async function xapi() {
  const XAPI = require("@xapi/xapi");
  const lrs = new (XAPI.default ?? XAPI)({ endpoint: launch.endpoint, auth: launch.auth, version: "1.0.3" });
  const versions = (await lrs.getAbout()).data.version;
  const statement = (number) => ({ actor, verb: { id: EXPERIENCED, display: { en: "experienced" } }, object: about(number) });
  const [first] = (await lrs.sendStatement({ statement: statement(0) })).data;
  const others = (await lrs.sendStatements({ statements: [1, 2, 3, 4].map(statement) })).data;
  const page = (await lrs.getStatements({ agent: actor, verb: EXPERIENCED, limit: 3, ascending: true })).data;
  const rest = (await lrs.getMoreStatements({ more: page.more })).data;
  const found = [...page.statements, ...rest.statements].map(({ id }) => id);
  await lrs.voidStatement({ actor, statementId: first });
  const gone = await lrs.getStatement({ statementId: first }).then(() => "there", ({ response }) => response.status);
  const voided = (await lrs.getVoidedStatement({ voidedStatementId: first })).data.id;
  const state = { agent: actor, activityId: COURSE, stateId: "s" };
  await lrs.setState({ ...state, state: { a: 1 } });
  await lrs.createState({ ...state, state: { b: 2 } });
  const kept = await lrs.getState(state);
  const names = (await lrs.getStates(state)).data;
  const profile = { activityId: COURSE, profileId: "p" };
  await lrs.createActivityProfile({ ...profile, profile: { a: 1 } });
  const { headers } = await lrs.getActivityProfile(profile);
  const blind = await lrs.setActivityProfile({ ...profile, profile: { a: 2 }, etag: '"x"', matchHeader: "If-Match" })
    .then(() => "taken", ({ response }) => response.status);
  await lrs.setActivityProfile({ ...profile, profile: { a: 2 }, etag: headers.etag, matchHeader: "If-Match" });
  const written = (await lrs.getActivityProfile(profile)).data;
  return { versions, sent: [first, ...others], found, gone, voided: voided === first, state: kept.data, names, blind, written };
}

/** @xapi/cmi5: a session from its token to its end. */
async function cmi5() {
  // its build is for browsers
  globalThis.XMLHttpRequest = createRequire(require.resolve("tincanjs"))("xhr2");
  const Cmi5 = require("@xapi/cmi5/dist/Cmi5.umd.js");
  const { endpoint, fetch, registration, activityId } = launch;
  const session = new Cmi5({ endpoint, fetch, actor, registration, activityId });
  await session.initialize();
  const mode = session.launchData.launchMode;
  const answered = await session.interactionChoice("t", "q", ["a"], ["a"], [{ id: "a", description: { en: "A" } }]);
  await session.progress(50);
  const ended = [await session.complete(), await session.pass({ scaled: 0.9 }), await session.terminate()];
  const late = await session.progress(60).then(() => "taken", ({ response }) => response.status);
  return { mode, sent: [answered, ...ended].map(({ status }) => status), late };
}

/** tincanjs, in its own form for Node. */
async function tincan() {
  const TinCan = require("tincanjs");
  const lrs = new TinCan.LRS({ endpoint: launch.endpoint, auth: launch.auth, version: "1.0.0", allowFail: false });
  const call = (act, ...values) => new Promise((resolve, reject) =>
    lrs[act](...values, { callback: (error, result) => (error ? reject(new Error(`${act}: ${error} ${result?.responseText}`)) : resolve(result)) }));
  const agent = new TinCan.Agent(actor);
  const made = [0, 1, 2].map((number) => new TinCan.Statement({ actor, verb: { id: EXPERIENCED }, target: about(number) }));
  await call("saveStatement", made[0]);
  await call("saveStatements", made.slice(1));
  const back = await call("retrieveStatement", made[0].id);
  return { sent: made.map(({ id }) => id), back: back.target.definition.name.en, agent: agent.name };
}

process.stdout.write(JSON.stringify(await { xapi, cmi5, tincan }[name]()));
