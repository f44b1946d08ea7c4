"""JSON:API, as Drupal answers: what a resource refers to is put where it is referred to, and reads as plain data."""

from __future__ import annotations

from typing import Any

DEEPEST = 4


def resolved(data: Any) -> Any:
    """The data with references replaced by what they refer to; anything that is no JSON:API as it is."""
    if not isinstance(data, dict) or "data" not in data or not is_resources(data["data"]):
        return data
    main = data["data"] if isinstance(data["data"], list) else [data["data"]]
    known = {
        (one.get("type"), one.get("id")): one for one in [*main, *(data.get("included") or [])] if isinstance(one, dict)
    }
    referred = {
        (ref.get("type"), ref.get("id"))
        for one in main
        for relation in (one.get("relationships") or {}).values()
        for ref in references(relation)
    }
    # a candidate that its contest refers to stands there, and not once more by itself
    return [plain(one, known, 0) for one in main if (one.get("type"), one.get("id")) not in referred]


def is_resources(data: Any) -> bool:
    first = data[0] if isinstance(data, list) and data else data
    return isinstance(first, dict) and {"type", "id", "attributes"} <= first.keys()


def references(relation: Any) -> list[dict[str, Any]]:
    found = relation.get("data") if isinstance(relation, dict) else None
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]


def plain(resource: dict[str, Any], known: dict[Any, dict[str, Any]], depth: int) -> dict[str, Any]:
    """A resource's attributes, with what it refers to among them by the relation's name."""
    found = dict(resource.get("attributes") or {})
    if depth >= DEEPEST:
        return found
    for name, relation in (resource.get("relationships") or {}).items():
        targets = [known[key] for ref in references(relation) if (key := (ref.get("type"), ref.get("id"))) in known]
        inner = [plain(one, known, depth + 1) for one in targets]
        if inner:
            found[name] = inner if isinstance(relation.get("data"), list) else inner[0]
    return found
