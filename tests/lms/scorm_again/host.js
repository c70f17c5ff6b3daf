/**
 * An LMS page round scorm-again's APIs of SCORM 1.2 and 2004: it records every call, keeps what was committed on the server,
 * and can misbehave in the ways that LMSs do (`settings`, which a test may change while the page is open).
 */

/** @type {{faults: Record<string, "refuse" | "throw" | "odd">, [name: string]: any}} */
const launch = JSON.parse(request("GET", `launch.json${location.search}`));
const settings = launch.settings;
const host = (window.host = { settings, calls: [], sent: 0, lost: 0, finished: false });

function request(method, path, body) {
  const exchange = new XMLHttpRequest();
  exchange.open(method, path, false);
  exchange.send(body);
  return exchange.responseText;
}

/** While a page is being left only a beacon goes through, and only a small one: tells whether it went. */
function send(report) {
  const path = `report${location.search}`;
  const body = JSON.stringify(report);
  try {
    request("POST", path, body);
    return true;
  } catch {
    return navigator.sendBeacon(path, body);
  }
}

// only the API that this course needs: that of SCORM 2004 is half a megabyte
const library = document.createElement("script");
library.textContent = request("GET", `scorm${launch.version.replace(".", "")}.min.js`);
document.head.append(library);

const isCredit = settings.lesson_mode === "normal" ? "credit" : "no-credit";
const OPTIONS = { autocommit: false, logLevel: 5 };

/** What the versions of SCORM name differently. */
const { object, prefix, core, lms, end, responses } = {
  1.2: () => {
    const lms = new Scorm12API(OPTIONS);
    Object.assign(lms.cmi.core, { student_id: launch.learner, student_name: launch.learner, credit: isCredit, lesson_mode: settings.lesson_mode });
    return { object: "API", prefix: "LMS", core: "cmi.core", lms, end: "Finish", responses: /\.(student_response|pattern)$/ };
  },
  2004: () => {
    const lms = new Scorm2004API(OPTIONS);
    Object.assign(lms.cmi, { learner_id: launch.learner, learner_name: launch.learner, credit: isCredit, mode: settings.lesson_mode });
    Object.assign(lms.cmi.learner_preference, settings.preferences);
    return { object: "API_1484_11", prefix: "", core: "cmi", lms, end: "Terminate", responses: /\.(learner_response|pattern)$/ };
  },
}[launch.version]();

function makeApi() {
  const stored = launch.elements;
  const { [`${core}.exit`]: exit, [`${core}.session_time`]: _time, "adl.nav.request": _request, ...restored } = stored;
  (lms.cmi.core ?? lms.cmi).entry = exit === "suspend" ? "resume" : launch.isNew ? "ab-initio" : "";
  lms.loadFromFlattenedJSON(restored, "");
  const elements = { ...restored };
  /** Elements that the server has not heard of. */
  let changes = {};

  let lastError = "0";
  let begun = false;

  function refusal(name, values) {
    const [element, value] = values;
    if (settings.faults[name] === "refuse") return "101";
    if (name !== `${prefix}SetValue`) return "";
    if (element === "cmi.suspend_data" && value.length > settings.suspend_data_limit) return "405";
    if (!responses.test(element)) return "";
    if (value.length > settings.response_limit) return "405";
    if (settings.strict_responses) {
      const index = element.split(".")[2];
      const type = elements[`cmi.interactions.${index}.type`];
      if (["choice", "sequencing"].includes(type) && !/^\{?[0-9a-z](,[0-9a-z])*\}?$/.test(value)) return "405";
      if (type === "likert" && !/^[0-9a-z]?$/.test(value)) return "405";
    }
    return "";
  }

  function call(name, values) {
    const record = { name, values, result: null, error: "0" };
    host.calls.push(record);
    const isSecond = settings.begins_once && name === `${prefix}Initialize` && begun;
    begun ||= name === `${prefix}Initialize`;
    if (isSecond || settings.faults[name] === "throw") {
      record.error = lastError = "101";
      throw new Error(`${name} failed in the LMS`);
    }
    // nothing that can become a text
    if (settings.faults[name] === "odd") return Symbol(name);
    const refused = refusal(name, values);
    if (refused) {
      record.result = name === `${prefix}GetValue` ? "" : "false";
      record.error = lastError = refused;
    } else {
      if (settings.cuts_at_once && values[0] === "cmi.suspend_data") values = values.map((one) => one.slice(0, settings.suspend_data_kept));
      record.result = lms[name](...values);
      record.error = lastError = lms[`${prefix}GetLastError`]();
      if (record.result === "true") after[name.slice(prefix.length)]?.(...values);
    }
    return settings.booleans && ["true", "false"].includes(record.result) ? record.result === "true" : record.result;
  }

  function store(finished) {
    if (settings.sends_all) changes = { ...elements };
    const calls = host.calls.slice(host.sent);
    if (!send({ first: host.sent, calls, changes, finished })) host.lost += calls.length;
    host.sent = host.calls.length;
    changes = {};
    host.finished = finished;
  }

  function keep(element, value) {
    elements[element] = changes[element] = String(value);
  }

  const after = {
    SetValue: keep,
    Commit: () => store(false),
    [end]: () => {
      // SCORM 1.2, 3.4.4, and seen in Moodle 4.5: whatever the mode
      const status = "cmi.core.lesson_status";
      if (prefix && (elements[status] ?? "not attempted") === "not attempted") keep(status, "completed");
      keep(`${core}.total_time`, lms.cmi.getCurrentTotalTime());
      store(true);
    },
  };

  const api = { [`${prefix}GetLastError`]: () => lastError };
  for (const name of ["GetErrorString", "GetDiagnostic"]) api[prefix + name] = (code) => lms[prefix + name](code);
  for (const name of ["Initialize", "GetValue", "SetValue", "Commit", end])
    api[prefix + name] = (...values) => call(prefix + name, values);
  return api;
}

if (settings.api === "present") window[object] = makeApi();
if (settings.api === "late") setTimeout(() => (window[object] = makeApi()), 2000);

window.addEventListener("DOMContentLoaded", () => {
  const frame = document.getElementById("sco");
  document.getElementById("leave").addEventListener("click", () => {
    frame.remove();
    document.body.dataset.left = "";
  });
  if (settings.window) window.open(launch.sco, "sco");
  else frame.src = launch.sco;
});
