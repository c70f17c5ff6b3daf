"""The formats of statements in a query: `exact`, `ids`, `canonical` (xAPI 1.0.3 Communication, 2.1.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from courseware.validation.statements import IDENTIFIERS

Json = dict[str, Any]

MAPS = ("name", "description", "display")
"""Properties of verbs and definitions that are language maps."""
COMPONENTS = ("choices", "scale", "source", "target", "steps")


def with_ids(statement: Json) -> Json:
    """A statement in the format `ids`: agents, verbs and activities reduced to what identifies them."""
    return _changed(statement, _agent_id, lambda agent: _only(agent, "objectType", "id"), _only_id)


def canonical(statement: Json, definition_of: Callable[[str], Json], languages: str) -> Json:
    """A statement in the format `canonical`: activities with the store's definitions, texts in one language."""

    def activity(told: Json) -> Json:
        definition = definition_of(told["id"]) or told.get("definition", {})
        return {**told, "definition": in_one_language(definition, languages)} if definition else told

    return _changed(
        statement,
        lambda unchanged: unchanged,
        activity,
        lambda unchanged: in_one_language(unchanged, languages),
    )


def merged(before: Json, after: Json) -> Json:
    """A definition updated by that of a later statement: languages are added, everything else is replaced."""
    return {
        **before,
        **{
            name: {**before[name], **value} if name in MAPS and name in before else value
            for name, value in after.items()
        },
    }


def in_one_language(value: Json, languages: str) -> Json:
    """A verb or definition with one language in each map, chosen by `Accept-Language` (RFC 2616, 14.4)."""
    made: Json = {}
    for name, given in value.items():
        if name in MAPS and isinstance(given, dict):
            made[name] = _chosen(given, languages)
        elif name in COMPONENTS:
            made[name] = [in_one_language(activity, languages) for activity in given]
        else:
            made[name] = given
    return made


def activities_of(statement: Json) -> list[Json]:
    """Every activity in a statement, including those of its substatement."""
    found: list[Json] = []

    def take(told: Json) -> Json:
        found.append(told)
        return told

    _changed(statement, lambda unchanged: unchanged, take, lambda unchanged: unchanged)
    return found


def _changed(
    statement: Json,
    agent: Callable[[Json], Json],
    activity: Callable[[Json], Json],
    verb: Callable[[Json], Json],
) -> Json:
    made = {**statement, "actor": agent(statement["actor"]), "verb": verb(statement["verb"])}
    if "authority" in statement:
        made["authority"] = agent(statement["authority"])
    about = statement["object"]
    kind = about.get("objectType", "Activity")
    if kind in ("Agent", "Group"):
        made["object"] = agent(about)
    elif kind == "SubStatement":
        made["object"] = _changed(about, agent, activity, verb)
    elif kind == "Activity":
        made["object"] = activity(about)
    if "context" in statement:
        made["context"] = _context(statement["context"], agent, activity)
    return made


def _context(context: Json, agent: Callable[[Json], Json], activity: Callable[[Json], Json]) -> Json:
    made = {**context}
    for name in ("instructor", "team"):
        if name in context:
            made[name] = agent(context[name])
    for name, inner in (("contextAgents", "agent"), ("contextGroups", "group")):
        if name in context:
            made[name] = [{**related, inner: agent(related[inner])} for related in context[name]]
    if "contextActivities" in context:
        made["contextActivities"] = {
            name: [activity(related) for related in given]
            for name, given in context["contextActivities"].items()
        }
    return made


def _agent_id(agent: Json) -> Json:
    made = _only(agent, "objectType", *IDENTIFIERS)
    is_anonymous = not any(name in agent for name in IDENTIFIERS)
    if is_anonymous and "member" in agent:
        made["member"] = [_agent_id(member) for member in agent["member"]]
    return made


def _only(value: Json, *names: str) -> Json:
    return {name: value[name] for name in names if name in value}


def _only_id(verb: Json) -> Json:
    return {"id": verb["id"]}


def _chosen(texts: Mapping[str, str], languages: str) -> Json:
    """One entry of a language map: that of the most preferred language, else the first."""
    if not texts:
        return {}
    asked: list[tuple[float, str]] = []
    for given in languages.split(",")[:100]:
        tag, _, quality = given.partition(";")
        try:
            asked.append((float(quality.strip().removeprefix("q=") or 1), tag.strip().lower()))
        except ValueError:
            continue
    for weight, tag in sorted(asked, key=lambda weighted: -weighted[0]):
        for name in texts:
            if weight > 0 and (tag == "*" or name.lower() == tag or name.lower().startswith(f"{tag}-")):
                return {name: texts[name]}
    first = next(iter(texts))
    return {first: texts[first]}
