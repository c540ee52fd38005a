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
        hours = [row_in_words(row) for row in entry.rows]
        return Text("; ".join(row.zh for row in hours), "; ".join(row.en for row in hours))
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


def row_in_words(row: CalendarRow) -> Text:
    """Return a calendar row in short: ``18:00–20:00 sharp peak (1, 12)``."""
    name = wording.PERIOD_NAMES.get(row.period, Text(row.period, row.period))
    months = "" if row.months == EVERY_MONTH else f" ({', '.join(map(str, row.months))})"
    dates = f" {', '.join(row.dates)}" if row.dates else ""
    days = "" if row.days == "all" else f" {row.days}"
    rank = f" ^{row.priority}" if row.priority else ""
    zh = en = ""
    for field, value in row.when.model_dump(exclude_defaults=True, mode="json").items():
        shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        zh += f" [{_WHEN_ZH[field]} {shown}]"
        en += f" [{field.replace('_', ' ')} {shown}]"
    hours, rest = f"{row.start}–{row.end}", f"{months}{dates}{days}"
    return Text(f"{hours} {name.zh}{rest}{zh}{rank}", f"{hours} {name.en}{rest}{en}{rank}")


def only_changed(before: Text, after: Text) -> tuple[Text, Text]:
    """Return two lists in words without the parts they share; short texts stay as they are."""
    zh = _apart(before.zh, after.zh)
    en = _apart(before.en, after.en)
    return Text(zh[0], en[0]), Text(zh[1], en[1])


def _apart(before: str, after: str) -> tuple[str, str]:
    first, second = before.split("; "), after.split("; ")
    if min(len(first), len(second)) < 2 or not set(first) & set(second):
        return before, after
    left = [part for part in first if part not in second]
    right = [part for part in second if part not in first]
    return "; ".join(["…", *left]), "; ".join(["…", *right])


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


_WHEN_ZH = {
    "kinds": "日类型",
    "weekdays": "星期",
    "holidays": "节假日",
    "holiday_days_from": "节假日天数不少于",
    "temperature_from_c": "最高气温不低于℃",
    "temperature_days": "连续天数",
    "two_part": "两部制",
    "large_industry": "大工业",
    "opted_in": "自行选择分时",
    "capacity_from_kva": "容量不小于千伏安",
    "sub_regions": "地区",
    "not_sub_regions": "地区除外",
}
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
