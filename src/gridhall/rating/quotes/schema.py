"""The JSON Schema of a quote document, made from the forms, and the text of it."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import models_json_schema

from gridhall.rating.quotes.document import FORMAT
from gridhall.rating.quotes.registry import kinds

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DEFAULT_KIND = "bill"
ABOUT = (
    'One case, a list of cases, or an object with cases. Decimals are text ("0.538") or whole '
    "numbers; a float is refused. A mistake in one case never stops the others. "
    "一个算例、算例列表，或带 cases 的对象。小数写成文本，浮点数会被拒绝；"
    "一个算例有误不影响其他算例。"
)


def quote_schema() -> dict[str, Any]:
    """Return the JSON Schema of a document; it changes only when the language does."""
    found = kinds()
    pairs = [(kind.form, "validation") for kind in found.values()]
    keys, shared = models_json_schema(
        pairs,  # type: ignore[arg-type]
        by_alias=True,
        ref_template="#/$defs/{model}",
    )
    definitions = dict(shared["$defs"])
    cases = []
    for name, kind in found.items():
        own = definitions.pop(keys[(kind.form, "validation")]["$ref"].removeprefix("#/$defs/"))
        definitions[f"case_{name}"] = _case(name, kind.title.zh, kind.summary.en, own)
        cases.append({"$ref": f"#/$defs/case_{name}"})
    definitions["case"] = {"oneOf": cases}
    one = {"$ref": "#/$defs/case"}
    many = {"type": "array", "items": one, "minItems": 1}
    document = {
        "type": "object",
        "properties": {"format": {"const": FORMAT}, "note": {"type": "string"}, "cases": many},
        "required": ["cases"],
        "additionalProperties": False,
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:{FORMAT.replace('/', ':')}",
        "title": "GridHall quote",
        "description": ABOUT,
        "anyOf": [document, many, one],
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """Return the schema as it is published, byte for byte."""
    return json.dumps(quote_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _case(name: str, title: str, summary: str, own: dict[str, Any]) -> dict[str, Any]:
    """Return a form with the field ``kind``; only the bill's may be left out."""
    required = list(own.get("required", []))
    if name != DEFAULT_KIND:
        required.insert(0, "kind")
    found = {
        **own,
        "title": f"{name} {title}",
        "description": summary,
        "properties": {"kind": {"const": name}, **own.get("properties", {})},
    }
    return {**found, "required": required} if required else found
