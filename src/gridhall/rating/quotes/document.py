"""The document: one case, a list of cases, or an object with cases; read, answered, never mixed up.

A mistake in one case never stops the others. What cannot be read at all raises
``InvalidDocument``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import localcontext
from typing import Any

from pydantic import ValidationError

from gridhall.kernel.errors import GridHallError
from gridhall.rating import wording
from gridhall.rating.books import Library, NoValidPrice, UnknownPriceClass
from gridhall.rating.engine import ENGINE_VERSION, EXACT
from gridhall.rating.errors import Hold
from gridhall.rating.quotes import answers
from gridhall.rating.quotes.fields import Inexact, Twice
from gridhall.rating.quotes.lawday import LawOn
from gridhall.rating.quotes.mistakes import Mistake, mistakes_of, sentence, unreadable_values
from gridhall.rating.quotes.registry import Kind, Refused, kinds
from gridhall.rating.result import Text

FORMAT = "gridhall-quote/1"
ANSWER_FORMAT = "gridhall-answer/1"
FIELDS = ("format", "note", "cases")
Json = dict[str, Any]


class InvalidDocument(GridHallError):
    """The text is no quote document at all: no JSON, no cases, or too much of it."""

    code = "INVALID_QUOTE_DOCUMENT"
    template = "{problem}"

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(problem=text.en)


@dataclass(frozen=True, slots=True)
class Limits:
    """Hold how much one document may ask for."""

    characters: int = 64_000_000
    cases: int = 10_000
    depth: int = 24


def answer_text(text: str | bytes, library: Library, *, limits: Limits | None = None) -> Json:
    """Return the answers to a document given as JSON text; raises ``InvalidDocument``."""
    return answer_document(read_json(text, limits=limits), library, limits=limits)


def answer_document(data: Any, library: Library, *, limits: Limits | None = None) -> Json:
    """Return the answers to a document of JSON values, one for every case and in its order.

    Raises ``InvalidDocument`` if it has no cases or too many.
    """
    cases = cases_of(data, limits or Limits())
    seen: set[str] = set()
    found = []
    for number, case in enumerate(cases, start=1):
        place = f"cases[{number - 1}]" if len(cases) > 1 else ""
        found.append(_answer(case, number, place, seen, library))
    return {"format": ANSWER_FORMAT, "engine_version": ENGINE_VERSION, "cases": found}


def read_json(text: str | bytes, *, limits: Limits | None = None) -> Any:
    """Return the values of a JSON text; numbers that are not exact are kept as ``Inexact``."""
    limits = limits or Limits()
    if len(text) > limits.characters:
        raise InvalidDocument(
            Text(
                f"文件太大：最多 {limits.characters} 个字符。请分成几个文件。",
                f"The document is too long: at most {limits.characters} characters. Split it.",
            )
        )
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        return json.loads(
            text.removeprefix("\ufeff"),
            parse_float=Inexact,
            parse_constant=Inexact,
            parse_int=_whole,
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError) as error:
        problem = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InvalidDocument(
            Text(f"不是 JSON（UTF-8）：{problem}。", f"This is not JSON in UTF-8: {problem}.")
        ) from None


def cases_of(data: Any, limits: Limits) -> list[Any]:
    """Return the cases of a document; raises ``InvalidDocument``."""
    if isinstance(data, dict) and ("cases" in data or "format" in data):
        stated = data.get("format", FORMAT)
        unknown = sorted(str(key) for key in set(data) - set(FIELDS))
        if stated != FORMAT:
            raise InvalidDocument(Text(f"format 应为 {FORMAT}。", f"The format must be {FORMAT}."))
        if unknown:
            names = ", ".join(unknown)
            raise InvalidDocument(
                Text(
                    f"文件顶层没有 {names} 这一项。",
                    f"The document has no field {names}: fields of a case belong into cases.",
                )
            )
        data = data.get("cases")
    cases = data if isinstance(data, list) else [data]
    if not cases or cases == [None]:
        raise InvalidDocument(Text("没有算例：cases 是空的。", "There is no case: cases is empty."))
    if len(cases) > limits.cases:
        raise InvalidDocument(
            Text(
                f"算例太多：最多 {limits.cases} 个，这里有 {len(cases)} 个。",
                f"Too many cases: at most {limits.cases}, here are {len(cases)}.",
            )
        )
    if _depth(data) > limits.depth:
        raise InvalidDocument(Text("嵌套太深。", "The document is nested too deeply."))
    return cases


def _answer(case: Any, number: int, place: str, seen: set[str], library: Library) -> Json:
    """Return the answer to one case; never raises for what the case says."""
    stated = case if isinstance(case, dict) else {}
    name = stated.get("id", "")
    own = name if isinstance(name, str) and name else str(number)
    kind_name = stated.get("kind", "bill")
    head: Json = {"id": own[:80], "kind": kind_name if isinstance(kind_name, str) else ""}
    kind, mistakes = _kind_of(case, kind_name, own, place, seen)
    seen.add(own)
    if kind is None or mistakes:
        return answers.invalid(head, mistakes)
    content = {key: value for key, value in stated.items() if key != "kind"}
    try:
        form = kind.form.model_validate(content)
    except ValidationError as error:
        return answers.invalid(head, mistakes_of(error, place, kind.form))
    return run(kind, form, library, head)


def run(kind: Kind[Any], form: Any, library: Library, head: Json) -> Json:
    """Return the answer of a kind to its form: rated, or refused with the reason."""
    books: Any = LawOn(library, form.law_on) if form.law_on else library
    try:
        with localcontext(EXACT):
            return answers.rated(head, kind.run(form, books))
    except Refused as refused:
        return answers.refused(head, refused.refusal_code, refused.text, refused.params)
    except Hold as hold:
        params = {key: str(value) for key, value in hold.params.items() if key != "reason"}
        return answers.refused(head, hold.reason, wording.reason(hold.reason, params), params)
    except (NoValidPrice, UnknownPriceClass) as missing:
        params = {"price_class": "", **{k: str(v) for k, v in missing.params.items()}}
        text = wording.reason(missing.code, params)
        return answers.refused(head, missing.code, text, params)
    except ValidationError as error:  # the parts of the case do not fit together
        return answers.invalid(head, [_unfit(error)])
    except (LookupError, TypeError, ValueError) as error:
        text = Text(
            f"这些资料合在一起算不出来（{error}），请检查各项是否相符。",
            f"These facts cannot be worked out together ({error}); check that they fit.",
        )
        return answers.refused(head, "FACTS_DO_NOT_FIT", text, {})
    except ArithmeticError:
        text = Text("数字太大或除数为零，算不出来。", "A number is too large, or divides by zero.")
        return answers.refused(head, "NUMBER_OUT_OF_RANGE", text, {})


def _unfit(error: ValidationError) -> Mistake:
    """Return the mistake of a tariff whose parts are right and do not make a price class."""
    problem = str(error.errors(include_url=False)[0]["msg"]).removeprefix("Value error, ")
    return sentence(
        "tariff",
        "",
        f"各部分不能合成一个价格（{problem}），请改正 tariff 中的这一项",
        f"cannot be made one price ({problem}); correct this part of the tariff",
    )


def _kind_of(
    case: Any, kind_name: Any, own: str, place: str, seen: set[str]
) -> tuple[Kind[Any] | None, Sequence[Mistake]]:
    if not isinstance(case, dict):
        zh, en = "一个算例应为对象 {…}", "a case must be an object {…}"
        return None, [sentence(place or "case", "", zh, en)]
    found = kinds().get(kind_name) if isinstance(kind_name, str) else None
    mistakes = unreadable_values(case, place)
    if found is None:
        names = ", ".join(kinds())
        where = f"{place}.kind" if place else "kind"
        shown = f'"{kind_name}"'
        mistakes.append(sentence(where, shown, f"只能是 {names}", f"must be one of {names}"))
    if own in seen:
        where = f"{place}.id" if place else "id"
        mistakes.append(
            sentence(where, f'"{own}"', "已经用过，请换一个", "is used already; choose another")
        )
    return found, mistakes


def _whole(text: str) -> int | Inexact:
    return int(text) if len(text) <= 40 else Inexact(text)


def _object(pairs: list[tuple[str, Any]]) -> Json:
    found: Json = {}
    for key, value in pairs:
        found[key] = Twice(key) if key in found else value
    return found


def _depth(value: Any) -> int:
    """Return how deeply lists and objects are nested, without recursion."""
    deepest, level = 0, [value]
    while level:
        deepest += 1
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
            if isinstance(inner, dict | list)
        ]
    return deepest
