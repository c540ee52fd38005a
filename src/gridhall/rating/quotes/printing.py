"""Answers for people and spreadsheets: text with the arithmetic of every line, and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
WORDS = {
    "total": {"zh": "合计", "en": "Total"},
    "refused": {"zh": "不能计算", "en": "Refused"},
    "invalid": {"zh": "填写有误", "en": "Not valid"},
    "steps": {"zh": "电量与计费依据", "en": "How the quantities came about"},
    "figures": {"zh": "数值", "en": "Figures"},
    "source": {"zh": "依据", "en": "source"},
    "given": {"zh": "由提问者给定", "en": "given by the caller"},
}
COLUMNS = (
    "case", "outcome", "code", "description", "quantity", "unit", "unit_price", "amount",
    "currency", "formula",
)  # fmt: skip


def as_text(answers: Json, language: str) -> str:
    """Return the answers as text: every line with its formula in words and in numbers."""
    return "\n".join(line for case in answers["cases"] for line in _case(case, language)) + "\n"


def as_csv(answers: Json, language: str) -> str:
    """Return the answers as CSV: one row a line, and one for what could not be answered."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for case in answers["cases"]:
        for row in _rows(case, language):
            writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue()


def _case(case: Json, language: str) -> Iterator[str]:
    yield f"== {case['id']} · {case['kind']}"
    if case["outcome"] == "invalid":
        yield f"{WORDS['invalid'][language]}:"
        for error in case["errors"]:
            yield f"  - {error['message'][language]}"
        yield ""
        return
    if case["outcome"] == "refused":
        refusal = case["refusal"]
        yield f"{WORDS['refused'][language]} ({refusal['code']}): {refusal['reason'][language]}"
        yield ""
        return
    for line in case["lines"]:
        yield f"{line['description'][language]}  {line['amount']} {case['currency']}"
        yield f"    {line['trace']['words'][language]}"
        yield f"    {line['trace']['numbers'][language]}"
        yield from _sources(line, language)
    if case["total"] is not None:
        yield f"{WORDS['total'][language]}  {case['total']} {case['currency']}"
    yield from _figures(case, language)
    yield from _steps(case, language)
    for notice in case["warnings"]:
        yield f"  ! {notice['text'][language]}"
    yield ""


def _sources(line: Json, language: str) -> Iterator[str]:
    for read in line["trace"]["parameters"]:
        if read["unit"] == "rule":
            continue
        citation = read["citation"]
        told = " ".join(filter(None, (citation["title"], citation["number"], citation["article"])))
        if read["book"].startswith("inline/"):
            told = WORDS["given"][language]
        yield f"      {read['name'][language]} {read['value']} {read['unit']} ← {told}"


def _figures(case: Json, language: str) -> Iterator[str]:
    if case["figures"]:
        yield f"{WORDS['figures'][language]}:"
    for name, figure in case["figures"].items():
        yield f"  {figure['name'][language]} = {figure['value']} {figure['unit']} ({name})".rstrip()
        if "trace" in figure:
            yield f"    {figure['trace']['words'][language]}"
            yield f"    {figure['trace']['numbers'][language]}"


def _steps(case: Json, language: str) -> Iterator[str]:
    if case["steps"]:
        yield f"{WORDS['steps'][language]}:"
    for step in case["steps"]:
        yield f"  {step['description'][language]}: {step['trace']['words'][language]}"
        yield f"    {step['trace']['numbers'][language]}"


def _rows(case: Json, language: str) -> Iterator[list[str]]:
    head = [case["id"], case["outcome"]]
    if case["outcome"] == "invalid":
        for error in case["errors"]:
            yield [*head, "", error["message"][language], "", "", "", "", "", ""]
        return
    if case["outcome"] == "refused":
        refusal = case["refusal"]
        yield [*head, refusal["code"], refusal["reason"][language], "", "", "", "", "", ""]
        return
    money = case["currency"]
    for line in case["lines"]:
        yield [
            *head, line["code"], line["description"][language], line["quantity"], line["unit"],
            line["unit_price"], line["amount"], money, line["trace"]["numbers"][language],
        ]  # fmt: skip
    for name, figure in case["figures"].items():
        yield [
            *head, f"figure:{name}", figure["name"][language], figure["value"], figure["unit"],
            "", "", "", "",
        ]  # fmt: skip
    if case["total"] is not None:
        label = WORDS["total"][language]
        yield [*head, "TOTAL", label, "", "", "", case["total"], money, ""]


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    text = str(cell)
    if text[:1] in "=@\t\r" or (text[:1] in "+-" and not text[1:2].isdigit()):
        return f"'{text}"
    return text
