"""Mistakes in a case, told so that its writer can mend them: place, value, remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from gridhall.rating.quotes.fields import Inexact, Twice
from gridhall.rating.result import Text

LONGEST_VALUE = 80

SENTENCES: Mapping[str, Text] = {
    "missing": Text("缺少这一项，请补上", "is missing; add it"),
    "extra_forbidden": Text("没有这一项{near}", "is no field here{near}"),
    "literal_error": Text("只能是 {expected}", "must be one of {expected}"),
    "enum": Text("只能是 {expected}", "must be one of {expected}"),
    "string_type": Text("应为文本，请加引号", "must be text; put it in quotes"),
    "string_too_long": Text("最多 {max_length} 个字符", "has more than {max_length} characters"),
    "string_too_short": Text("不能为空", "must not be empty"),
    "bool_type": Text("只能是 true 或 false（不加引号）", "must be true or false (no quotes)"),
    "bool_parsing": Text("只能是 true 或 false（不加引号）", "must be true or false (no quotes)"),
    "int_type": Text("应为整数", "must be a whole number"),
    "int_parsing": Text("应为整数", "must be a whole number"),
    "greater_than_equal": Text("不能小于 {ge}", "must not be less than {ge}"),
    "greater_than": Text("必须大于 {gt}", "must be greater than {gt}"),
    "less_than_equal": Text("不能大于 {le}", "must not be more than {le}"),
    "less_than": Text("必须小于 {lt}", "must be less than {lt}"),
    "too_short": Text("至少要有 {min_length} 个", "needs at least {min_length}"),
    "too_long": Text("最多 {max_length} 个", "has more than {max_length}"),
    "model_type": Text("应为对象 {{…}}", "must be an object {{…}}"),
    "model_attributes_type": Text("应为对象 {{…}}", "must be an object {{…}}"),
    "dict_type": Text("应为对象 {{…}}", "must be an object {{…}}"),
    "list_type": Text("应为列表 […]", "must be a list […]"),
    "tuple_type": Text("应为列表 […]", "must be a list […]"),
    "datetime_from_date_parsing": Text(
        "应为日期时间，例如 2026-01-01T00:00", "must be a day and time, such as 2026-01-01T00:00"
    ),
    "datetime_parsing": Text(
        "应为日期时间，例如 2026-01-01T00:00", "must be a day and time, such as 2026-01-01T00:00"
    ),
}
OTHER = Text("格式不对（{message}）", "is not in the agreed form ({message})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """Hold one mistake: where it is, what is written there, and what to do about it."""

    place: str
    value: str
    message: Text


def sentence(place: str, value: str, zh: str, en: str) -> Mistake:
    """Return a mistake whose sentences name the place and quote the value."""
    shown = value if len(value) <= LONGEST_VALUE else value[:LONGEST_VALUE] + "…"
    where_zh = f"{place}：{shown} " if shown else f"{place}："
    where_en = f"{place}: {shown} " if shown else f"{place} "
    return Mistake(
        place=place, value=shown, message=Text(where_zh + zh + "。", where_en + en + ".")
    )


def mistakes_of(error: ValidationError, place: str, form: type[BaseModel]) -> list[Mistake]:
    """Return what is wrong with a form, in the order of the form."""
    return [_mistake(fault, place, form) for fault in error.errors(include_url=False)]


def _mistake(fault: Any, place: str, form: type[BaseModel]) -> Mistake:
    kind, context = fault["type"], dict(fault.get("ctx") or {})
    value = "" if kind == "missing" else quoted(fault["input"])
    where = place_of(place, fault["loc"])
    if kind.startswith("quote_"):
        return sentence(where, value, context["zh"], context["en"])
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(fault["loc"][-1]), field_names(form), 1)
        text = SENTENCES[kind]
        zh = text.zh.format(near=f"，是否指 {near[0]}" if near else "，请删去")
        en = text.en.format(near=f"; did you mean {near[0]}?" if near else "; leave it out")
        return sentence(where, "", zh, en)
    text = SENTENCES.get(kind, OTHER)
    context.setdefault("message", fault["msg"])
    return sentence(where, value, text.zh.format(**context), text.en.format(**context))


def place_of(place: str, location: Iterable[str | int]) -> str:
    """Return a place as people write it, ``points[0].meters[1]``, without names of types."""
    for part in location:
        if isinstance(part, int):
            place += f"[{part}]"
        elif (not any(sign in part for sign in "[(-") and part[:1].islower()) or "." in part:
            place += f".{part}" if place else part
    return place


def quoted(value: Any) -> str:
    """Return a value as it is written in JSON, for a sentence."""
    if isinstance(value, Inexact):
        return str(value)
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, dict | list | tuple):
        return ""
    return {True: "true", False: "false", None: "null"}.get(value, str(value))


def field_names(form: type[BaseModel], seen: set[type] | None = None) -> list[str]:
    """Return every field's name in a form and in the forms inside it."""
    seen = set() if seen is None else seen
    if form in seen:
        return []
    seen.add(form)
    names: list[str] = []
    for name, info in form.model_fields.items():
        names.append(info.alias or name)
        names += [deep for part in _forms_in(info.annotation) for deep in field_names(part, seen)]
    return names


def _forms_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [form for part in getattr(annotation, "__args__", ()) for form in _forms_in(part)]


def unreadable_values(value: Any, place: str) -> list[Mistake]:
    """Return the floats and the fields written twice in JSON, which no form may hide."""
    if isinstance(value, float | Inexact):
        text = str(value)
        zh = f'是浮点数，不精确；请加引号写成文本，例如 "{text}"'
        return [
            sentence(place, text, zh, f'is a float and not exact; write it in quotes: "{text}"')
        ]
    if isinstance(value, Twice):
        zh, en = f"有两个 {value}，请删去一个", f"has the field {value} twice; leave one out"
        return [sentence(place, "", zh, en)]
    found: list[Mistake] = []
    if isinstance(value, dict):
        for key, item in value.items():
            found += unreadable_values(item, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            found += unreadable_values(item, f"{place}[{index}]")
    return found
