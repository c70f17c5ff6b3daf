"""Packages with a few SCOs like those of other tools: manifests and pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

NAMESPACES = """xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" """
OF_12 = 'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
FLOW = '<imsss:sequencing><imsss:controlMode choice="false" flow="true"/></imsss:sequencing>'
"""Sequencing in which only *continue* and *previous* lead from one unit to another."""


def item(identifier: str, resource: str, more: str = "") -> str:
    return (
        f'<item identifier="{identifier}" identifierref="{resource}"><title>{identifier}</title>{more}</item>'
    )


def manifest(namespaces: str, version: str, items: str, course: str = "") -> bytes:
    resources = "".join(
        f'<resource identifier="r{name}" type="webcontent" adlcp:scormType="sco" href="{name}.html"/>'
        for name in "abc"
    )
    return f"""<manifest identifier="m" {namespaces}><metadata><schemaversion>{version}</schemaversion></metadata>
      <organizations default="o"><organization identifier="o"><title>Course</title>{items}{course}</organization>
      </organizations><resources>{resources}<resource identifier="away" href="https://example.org/a.html"/></resources>
      </manifest>""".encode()


def write_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    with ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


SCO_12 = b"""<script>const api = parent.API; api.LMSInitialize("");
  function done() { api.LMSSetValue("cmi.core.lesson_status", "completed"); api.LMSFinish(""); }</script>
  <button onclick="done()">Done</button>"""
SCO_2004 = b"""<output></output><script>const api = parent.API_1484_11; api.Initialize("");
  const asked = ["continue", "previous", "choice.{target=b}", "jump.{target=c}"];
  const valid = asked.map((to) => api.GetValue("adl.nav.request_valid." + to));
  document.querySelector("output").textContent = valid.join(" ");
  function go(to) { api.SetValue("cmi.completion_status", "completed"); api.SetValue("cmi.exit", "normal");
    api.SetValue("adl.nav.request", to); api.Terminate(""); }</script>
  <button onclick="go('continue')">On</button>"""


def three_scos(path: Path) -> Path:
    """A package with three SCOs that request navigation; each first shows which requests are valid."""
    items = "".join(item(name, f"r{name}") for name in "abc")
    texts = {f"{name}.html": SCO_2004 + name.encode() for name in "abc"}
    return write_zip(
        path, {"imsmanifest.xml": manifest(NAMESPACES, "2004 4th Edition", items, FLOW), **texts}
    )
