"""Every fault of a book's text with the line it stands on, for whoever writes the book.

The checks are those of the loader and the library. The loader names places as keys and numbers
(``parameters.3.values.0.value``); here they become lines of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from gridhall.rating.books.entries import LoadedBook
from gridhall.rating.books.errors import InvalidBook
from gridhall.rating.books.library import Library
from gridhall.rating.books.loader import content_hash, parse
from gridhall.rating.books.schema import Book
from gridhall.rating.result import Text

#: What the schema says of a value, by its kind of error; the others are told by their rule.
_WORDS: dict[str, Text] = {
    "missing": Text("缺少这一项", "this field is missing"),
    "extra_forbidden": Text("没有这一项，请检查拼写", "there is no such field: check the spelling"),
    "literal_error": Text("不在允许的取值内：{expected}", "must be one of {expected}"),
    "string_too_short": Text("不能为空", "must not be empty"),
    "string_type": Text("应为文本", "must be text"),
    "decimal_parsing": Text("应为加引号的十进制数", "must be a decimal number in quotes"),
    "date_from_datetime_parsing": Text("日期应写成 2026-01-31", "write the day as 2026-01-31"),
    "date_parsing": Text("日期应写成 2026-01-31", "write the day as 2026-01-31"),
    "date_type": Text("日期应写成 2026-01-31", "write the day as 2026-01-31"),
    "bool_parsing": Text("应为 true 或 false", "must be true or false"),
    "bool_type": Text("应为 true 或 false", "must be true or false"),
    "list_type": Text("应为列表", "must be a list"),
    "tuple_type": Text("应为列表", "must be a list"),
    "dict_type": Text("应为键和值", "must be keys with values"),
    "model_type": Text("应为键和值", "must be keys with values"),
    "model_attributes_type": Text("应为键和值", "must be keys with values"),
}
#: What rules across fields and books say in English, and how a clerk says it.
_RULES: tuple[tuple[str, str], ...] = (
    (r"write (.+) in quotes: a float is not exact", r"\1 请加引号：不加引号的小数不精确"),
    (r"published_on is null: say why in a note", "公布日期为空，请在 note 写明原因"),
    (r"effective_to must lie after effective_from.*", "失效日期必须晚于生效日期（不含失效当日）"),
    (r"(\S+): the source (\S+) is not listed", r"\1：sources 中没有 \2"),
    (r"(\S+): published later than effective: mark it retroactive",
     r"\1：公布晚于生效，请标明 retroactive: true"),
    (r"(\S+): published in time: it is not retroactive", r"\1：公布不晚于生效，不应标 retroactive"),
    (r"as_published differs: say in corrected why.*", "与公布值不同，请在 corrected 写明依据"),
    (r"as_published is the value itself: no erratum", "公布值与采用值相同，不是勘误"),
    (r"(\S+) has no values: say in open why", r"\1 没有数值，请在 open 写明原因"),
    (r"(\S+): (.+) does not suit the unit (.+)", r"\1：\2 与单位 \3 不符"),
    (r"unknown method (\S+)", r"没有计费方法 \1"),
    (r"(\S+) lacks (.+)", r"\1 缺少 \2"),
    (r"(\S+) does not know (.+)", r"\1 不认识 \2"),
    (r"unknown conventions (.+)", r"没有这些约定：\1"),
    (r"price classes need the conventions (.+)", r"有电价类别时必须写明约定：\1"),
    (r"no book holds (\S+)", r"没有任何电价本含有 \1"),
    (r"(\S+) has two values from (\S+)", r"\1 自 \2 起有两个值，有效期重叠"),
    (r"(\S+) is (\S+) on (\S+), but its components make (\S+)",
     r"\1 在 \3 为 \2，但各组成部分合计为 \4"),
    (r"calls itself (.+)", r"书名写成了 \1"),
    (r"(.+) is written twice below line (\d+)", r"第 \2 行以下 \1 写了两次"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """Hold one fault: the line from 1 (0: the whole text or another book), its place, its words."""

    line: int
    place: str
    text: Text


def check_text(name: str, text: str, others: Iterable[LoadedBook]) -> tuple[Fault, ...]:
    """Return every fault of a book in the library of the others; none means it may be published.

    ``others`` are the books it will stand beside; one of the same name is replaced by it.
    """
    try:
        raw = parse(text)
    except yaml.YAMLError as error:
        return (_not_yaml(error),)
    lines = _Lines(text)
    try:
        content = Book.model_validate(raw)
    except ValidationError as error:
        return tuple(sorted((_fault(one, lines) for one in error.errors()), key=_by_line))
    if content.book != name:
        return (Fault(lines.of(("book",)), "book", _told(f"calls itself {content.book!r}")),)
    loaded = LoadedBook(name, text, content_hash(text), content)
    try:
        Library([*(book for book in others if book.name != name), loaded])
    except InvalidBook as error:
        return (_between(name, text, error),)
    return ()


def _by_line(fault: Fault) -> tuple[int, str]:
    return fault.line, fault.place


def _not_yaml(error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        text = str(error)
        found = re.search(r"below line (\d+)", text)
        return Fault(int(found[1]) if found else 0, "", _told(text))
    problem = getattr(error, "problem", None) or "cannot be read"
    return Fault(mark.line + 1, "", Text(f"不是有效的 YAML：{problem}", f"not YAML: {problem}"))


def _fault(error: Mapping[str, Any], lines: _Lines) -> Fault:
    where = tuple(error["loc"])
    place = ".".join(map(str, where))
    words = _WORDS.get(error["type"])
    if words is None:
        return Fault(lines.of(where), place, _told(error["msg"].removeprefix("Value error, ")))
    given = {"expected": str(error.get("ctx", {}).get("expected", ""))}
    return Fault(lines.of(where), place, Text(words.zh.format(**given), words.en.format(**given)))


def _between(name: str, text: str, error: InvalidBook) -> Fault:
    """Return a fault that only the whole library shows, at the first key of it in the text."""
    problem, book = str(error.params["problem"]), str(error.params["book"])
    line = 0
    for word in re.findall(r"[\w.]+", problem):
        if "." in word and (at := text.find(word.rstrip("."))) >= 0:
            line = text.count("\n", 0, at) + 1
            break
    told = _told(problem)
    if book == name:
        return Fault(line, book, told)
    return Fault(
        line, book, Text(f"与电价本 {book} 不一致：{told.zh}", f"with book {book}: {told.en}")
    )


def _told(english: str) -> Text:
    for pattern, chinese in _RULES:
        if found := re.fullmatch(pattern, english, re.DOTALL):
            return Text(found.expand(chinese), english)
    return Text(f"不合规则：{english}", english)


class _Lines:
    """Find the line of a place in a YAML text."""

    def __init__(self, text: str) -> None:
        self.root = yaml.compose(text, Loader=yaml.SafeLoader)

    def of(self, place: tuple[Any, ...]) -> int:
        """Return the line of the innermost part of a place that the text has; 1 for none."""
        node, line = self.root, 1
        for part in place:
            found = _below(node, part)
            if found is None:
                break
            node, line = found
        return line


def _below(node: yaml.Node | None, part: Any) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        found = node.value[part]
        return found, found.start_mark.line + 1
    return None
