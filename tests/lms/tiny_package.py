"""A hand-made SCO, to try the harnesses before there is a compiler."""

import zipfile
from pathlib import Path

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="tiny" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>Tiny</title>
<item identifier="i" identifierref="r"><title>Tiny</title></item></organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html">
<file href="index.html"/><file href="tiny.js"/></resource></resources></manifest>"""
PAGE = """<!doctype html><html lang="en"><head><title>Tiny</title><script defer src="tiny.js"></script></head><body>
<p id="status">waiting</p><button>Answer</button></body></html>"""
SCRIPT = """
const api = window.parent.API;
api.LMSInitialize("");
document.getElementById("status").textContent = "started " + api.LMSGetValue("cmi.core.entry") + " " +
  api.LMSGetValue("cmi.suspend_data");
document.querySelector("button").addEventListener("click", () => {
  for (const [k, v] of [["cmi.core.score.raw", "100"], ["cmi.core.score.min", "0"], ["cmi.core.score.max", "100"],
    ["cmi.core.lesson_status", "completed"], ["cmi.core.lesson_location", "p"], ["cmi.interactions.0.id", "tiny.q"],
    ["cmi.interactions.0.type", "choice"], ["cmi.interactions.0.student_response", "Yes, completely"],
    ["cmi.core.session_time", "0000:00:05.00"], ["cmi.core.exit", "suspend"],
    ["cmi.suspend_data", "hello"]]) api.LMSSetValue(k, v);
  api.LMSCommit("");
  document.getElementById("status").textContent = "saved";
});
addEventListener("pagehide", () => { if (api.LMSFinish) api.LMSFinish(""); });
"""


def write(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("imsmanifest.xml", MANIFEST)
        package.writestr("index.html", PAGE)
        package.writestr("tiny.js", SCRIPT)
    return path
