"""An entry of a tariff book as text: a value with its unit, a calendar's rows, a structure."""

from __future__ import annotations

from decimal import Decimal

from gridhall.rating import wording
from gridhall.rating.books import schema
from gridhall.rating.books.calendar_schema import EVERY_MONTH, CalendarRow
from gridhall.rating.books.structure_schema import DatedStructure
from gridhall.rating.result import Text


def value_in_words(entry: schema.Dated, unit: str) -> Text:
    """Return what an entry says: two entries that say the same give the same text."""
    if isinstance(entry, schema.DatedValue):
        return _value(entry.value, unit)
    if isinstance(entry, schema.DatedCalendar):
        rows = "; ".join(row_in_words(row) for row in entry.rows)
        return Text(rows, rows)
    if isinstance(entry, DatedStructure):
        return _structure(entry)
    if isinstance(entry, schema.DatedHolidays):
        days = "; ".join(f"{h.name} {h.first}–{h.last}" for h in entry.holidays)
        work = ", ".join(str(day) for day in entry.make_up) or "–"
        return Text(f"{days}；调休上班 {work}", f"{days}; working days {work}")
    if isinstance(entry, schema.DatedTable):
        rows = "; ".join(
            f"{r.standard}: {r.upper}…{r.lower} {r.percent} (+{r.step})" for r in entry.rows
        )
        return Text(rows, rows)
    if isinstance(entry, schema.DatedPlan):
        charges = "; ".join(_charge(charge) for charge in entry.charges)
        return Text(charges or "没有电价", charges or "no price")
    return Text("", "")


def row_in_words(row: CalendarRow) -> str:
    """Return a calendar row in signs that need no language: ``18:00–20:00 sharp (1, 12)``."""
    months = "" if row.months == EVERY_MONTH else f" ({', '.join(map(str, row.months))})"
    dates = f" {', '.join(row.dates)}" if row.dates else ""
    asked = row.when.model_dump(exclude_defaults=True, mode="json")
    when = f" {asked}" if asked else ""
    days = "" if row.days == "all" else f" {row.days}"
    rank = f" ^{row.priority}" if row.priority else ""
    return f"{row.start}–{row.end} {row.period}{months}{dates}{days}{when}{rank}"


def _value(value: Decimal | str, unit: str) -> Text:
    if not isinstance(value, Decimal):
        return Text(value, value)
    number = wording.num(value)
    return Text(f"{number} {_UNITS_ZH.get(unit, unit)}".strip(), f"{number} {unit}".strip())


def _structure(entry: DatedStructure) -> Text:
    floats = "?" if entry.floats is None else " + ".join(entry.floats)
    fixed, apart = " + ".join(entry.fixed) or "–", " + ".join(entry.apart) or "–"
    multiples = "; ".join(
        f"{m.period} {m.factor} × {m.of}"
        + ("" if m.months == EVERY_MONTH else f" ({', '.join(map(str, m.months))})")
        for m in entry.multiples
    )
    return Text(
        f"浮动：{floats}；不浮动：{fixed}；另列：{apart}；{multiples}；{entry.rounding}；{entry.basis}",
        f"floats: {floats}; fixed: {fixed}; apart: {apart}; {multiples}; {entry.rounding}; "
        f"{entry.basis}",
    )


def _charge(charge: schema.Charge) -> str:
    uses = ", ".join(f"{role}={key}" for role, key in sorted(charge.uses.items()))
    limited = f" [{', '.join(charge.billing_methods)}]" if charge.billing_methods else ""
    options = charge.options.model_dump(exclude_defaults=True, mode="json")
    return f"{charge.method}{limited}({uses}){options or ''}"


_UNITS_ZH = {
    "yuan/kWh": "元/千瓦时",
    "yuan/kW/month": "元/千瓦·月",
    "yuan/kVA/month": "元/千伏安·月",
    "kWh/month": "千瓦时/月",
    "kWh/year": "千瓦时/年",
    "kWh/kVA": "千瓦时/千伏安",
    "day": "天",
    "ratio": "",
    "register unit": "示数单位",
    "yuan": "元",
    "kVA": "千伏安",
}
