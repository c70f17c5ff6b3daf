/**
 * An LMS page round scorm-again's SCORM 1.2 API: it records every call, keeps what was committed on the server,
 * and can misbehave in the ways that LMSs do (`settings`, which a test may change while the page is open).
 */

/** @type {{faults: Record<string, "refuse" | "throw">, [name: string]: any}} */
const launch = JSON.parse(request("GET", `launch.json${location.search}`));
const settings = launch.settings;
const host = (window.host = { settings, calls: [], sent: 0, finished: false });

function request(method, path, body) {
  const exchange = new XMLHttpRequest();
  exchange.open(method, path, false);
  exchange.send(body);
  return exchange.responseText;
}

/** While a page is being left only a beacon goes through, and only a small one. */
function send(report) {
  const path = `report${location.search}`;
  const body = JSON.stringify(report);
  try {
    request("POST", path, body);
  } catch {
    navigator.sendBeacon(path, body);
  }
}

function makeApi() {
  const lms = new Scorm12API({ autocommit: false, logLevel: 5 });
  const stored = launch.elements;
  lms.cmi.core.student_id = launch.learner;
  lms.cmi.core.student_name = launch.learner;
  lms.cmi.core.credit = settings.lesson_mode === "normal" ? "credit" : "no-credit";
  lms.cmi.core.lesson_mode = settings.lesson_mode;
  lms.cmi.core.entry = stored["cmi.core.exit"] === "suspend" ? "resume" : launch.isNew ? "ab-initio" : "";
  const { "cmi.core.exit": _exit, "cmi.core.session_time": _time, ...restored } = stored;
  lms.loadFromFlattenedJSON(restored, "");
  const elements = { ...restored };
  /** Elements that the server has not heard of. */
  let changes = {};

  let lastError = "0";

  function refusal(name, values) {
    const [element, value] = values;
    if (settings.faults[name] === "refuse") return "101";
    if (name === "LMSSetValue" && element === "cmi.suspend_data" && value.length > settings.suspend_data_limit)
      return "405";
    if (name !== "LMSSetValue" || !/\.(student_response|pattern)$/.test(element)) return "";
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
    if (settings.faults[name] === "throw") {
      record.error = lastError = "101";
      throw new Error(`${name} failed in the LMS`);
    }
    const refused = refusal(name, values);
    if (refused) {
      record.result = name === "LMSGetValue" ? "" : "false";
      record.error = lastError = refused;
    } else {
      record.result = lms[name](...values);
      record.error = lastError = lms.LMSGetLastError();
      if (record.result === "true") after[name]?.(...values);
    }
    return settings.booleans && ["true", "false"].includes(record.result) ? record.result === "true" : record.result;
  }

  function store(finished) {
    send({ first: host.sent, calls: host.calls.slice(host.sent), changes, finished });
    host.sent = host.calls.length;
    changes = {};
    host.finished = finished;
  }

  function keep(element, value) {
    elements[element] = changes[element] = String(value);
  }

  const after = {
    LMSSetValue: keep,
    LMSCommit: () => store(false),
    LMSFinish: () => {
      keep("cmi.core.total_time", lms.cmi.getCurrentTotalTime());
      store(true);
    },
  };

  const api = {
    LMSGetLastError: () => lastError,
    LMSGetErrorString: (code) => lms.LMSGetErrorString(code),
    LMSGetDiagnostic: (code) => lms.LMSGetDiagnostic(code),
  };
  for (const name of ["LMSInitialize", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSFinish"])
    api[name] = (...values) => call(name, values);
  return api;
}

if (settings.api === "present") window.API = makeApi();
if (settings.api === "late") setTimeout(() => (window.API = makeApi()), 2000);

window.addEventListener("DOMContentLoaded", () => {
  const frame = document.getElementById("sco");
  document.getElementById("leave").addEventListener("click", () => {
    frame.remove();
    document.body.dataset.left = "";
  });
  if (settings.window) window.open(launch.sco, "sco");
  else frame.src = launch.sco;
});
