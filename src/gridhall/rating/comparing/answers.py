"""The answer as JSON values, as CSV, and as text."""

from __future__ import annotations

import csv
import io
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pydantic import TypeAdapter

from gridhall.rating.comparing.compare import Compared, Comparison
from gridhall.rating.engine import ENGINE_VERSION
from gridhall.rating.quotes.answers import number_text, text_json
from gridhall.rating.result import Citation

FORMAT = "gridhall-comparison-answer/1"
Json = dict[str, Any]
CENT = Decimal("0.01")
_CITATION = TypeAdapter(Citation)


def to_json(found: Comparison, *, with_bills: bool = True) -> Json:
    """Return the whole answer; with ``with_bills`` every month's bill with its trace."""
    cheapest = found.cheapest
    return {
        "format": FORMAT,
        "engine_version": ENGINE_VERSION,
        "months": [{"month": f"{m.month:%Y-%m}", "kwh": number_text(m.kwh)} for m in found.months],
        "kwh": number_text(sum((m.kwh for m in found.months), Decimal(0))),
        "present": found.present.candidate.key,
        "cheapest": None if cheapest is None else cheapest.candidate.key,
        "saving": None if cheapest is None else money(cheapest.saving),
        "candidates": [_candidate(item, with_bills=with_bills) for item in found.candidates],
        "notices": [{"code": n.code, "text": text_json(n.text)} for n in found.notices],
    }


def money(value: Decimal | None) -> str | None:
    """Return an amount as text with two decimals."""
    return None if value is None else number_text(value.quantize(CENT, rounding=ROUND_HALF_UP))


def _candidate(item: Compared, *, with_bills: bool) -> Json:
    candidate, even = item.candidate, item.break_even
    return {
        "key": candidate.key,
        "name": text_json(candidate.name),
        "outcome": "refused" if item.total is None else "rated",
        "rank": item.rank,
        "total": money(item.total),
        "saving": money(item.saving),
        "allowed_by": [
            {
                "key": rule.key,
                "value": str(rule.value),
                "name": text_json(rule.name),
                "citation": _CITATION.dump_python(rule.citation, mode="json"),
                "verified": rule.verified,
            }
            for rule in candidate.rules
        ],
        "not_allowed": None
        if candidate.against_rule is None
        else text_json(candidate.against_rule),
        "months": [
            {
                "month": f"{bill.month:%Y-%m}",
                "kwh": number_text(bill.kwh),
                "total": money(bill.total),
                "refusal": _refusal(bill.answer),
                **({"bill": bill.answer} if with_bills else {}),
            }
            for bill in item.bills
        ],
        "shifts": [
            {
                "percent": number_text(one.percent),
                "kwh": number_text(one.kwh),
                "total": money(one.total),
                "saving": money(one.saving),
            }
            for one in item.shifts
        ],
        "break_even": None
        if even is None
        else {
            "valley_percent": None if even.percent is None else number_text(even.percent),
            "actual_percent": None if even.actual is None else number_text(even.actual),
            "against_total": money(even.reference),
        },
    }


def _refusal(answer: Json) -> Json | None:
    if answer["outcome"] == "rated":
        return None
    if answer["outcome"] == "refused":
        refusal: Json = answer["refusal"]
        return refusal
    first = answer["errors"][0]
    return {"code": "INVALID", "reason": first["message"], "params": {}}


def reason_of(item: Compared) -> tuple[list[str], dict[str, str]]:
    """Return the refused months of a price and the first reason."""
    refused = item.refused
    refusal = _refusal(refused[0].answer) if refused else None
    return [f"{bill.month:%Y-%m}" for bill in refused], refusal["reason"] if refusal else {}


def as_csv(found: Comparison, language: str) -> str:
    """Return a row a month and price, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("price", "name", "month", "kwh", "total", "refusal"))
    for item in found.candidates:
        for bill in item.bills:
            refusal = _refusal(bill.answer)
            code = refusal["code"] if refusal else ""
            name = _harmless(item.candidate.name.get(language))
            row = (_harmless(item.candidate.key), name, f"{bill.month:%Y-%m}",
                   number_text(bill.kwh), money(bill.total) or "", code)  # fmt: skip
            writer.writerow(row)
        total = money(item.total) or ""
        kwh = number_text(sum((bill.kwh for bill in item.bills), Decimal(0)))
        name = _harmless(item.candidate.name.get(language))
        writer.writerow((_harmless(item.candidate.key), name, "total", kwh, total, ""))
    return out.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def as_text(found: Comparison, language: str) -> str:
    """Return the answer for a terminal: the ranking, what shifting saves, and the notices."""
    zh = language.startswith("zh")
    lines = []
    for item in [*found.ranked, *(c for c in found.candidates if c.rank is None)]:
        mark = "*" if item is found.present else " "
        name = item.candidate.name.get(language)
        rank = "–" if item.rank is None else str(item.rank)
        lines.append(f"{rank:>2} {mark} {money(item.total) or '—':>14}  {_saved(item, zh)}{name}")
        lines += [f"       {line}" for line in _details(item, zh)]
    lines.append("")
    lines.append("* 现行电价" if zh else "* the present price")
    lines += [f"! {notice.text.get(language)}" for notice in found.notices]
    return "\n".join(lines) + "\n"


def _saved(item: Compared, zh: bool) -> str:
    if not item.saving:
        return ""
    if item.saving > 0:
        return f"[{'省' if zh else 'saves'} {money(item.saving)}] "
    return f"[{'多付' if zh else 'costs'} {money(-item.saving)}{'' if zh else ' more'}] "


def _details(item: Compared, zh: bool) -> list[str]:
    found = []
    if item.candidate.against_rule is not None:
        found.append(item.candidate.against_rule.get("zh" if zh else "en"))
    if item.total is None:
        months, reason = reason_of(item)
        found.append(f"{', '.join(months)}: {reason['zh' if zh else 'en']}")
    for one in item.shifts:
        if one.saving is not None:
            label = f"移 {one.percent:f} % 到低谷" if zh else f"{one.percent:f} % moved to valley"
            found.append(
                f"{label}: {money(one.total)} ({'省' if zh else 'saves'} {money(one.saving)})"
            )
    even = item.break_even
    if even is not None and even.percent is not None:
        share = f"{even.percent:f} %"
        found.append(f"谷电占 {share} 起合算" if zh else f"pays from a valley share of {share}")
    return found
