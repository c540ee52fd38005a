"""A proposed book as text, in the form of ``tariffbooks/README.md``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from gridhall.kernel.periods import next_month
from gridhall.rating.books.sheets.layout import PERIODS, PriceRow
from gridhall.rating.books.sheets.proposal import Finding

NAMES = {
    "purchase": ("代理购电价格", "agency-purchase price"),
    "line_loss": ("上网环节线损电价", "line-loss price"),
    "system_operation": ("系统运行费", "system-operation charge"),
    "funds": ("政府性基金及附加", "government funds and surcharges"),
    "td": ("输配电价", "transmission and distribution"),
    "total": ("不分时电度电价", "energy price without time of use"),
    "sharp": ("尖峰电价", "sharp-peak price"),
    "peak": ("高峰电价", "peak price"),
    "flat": ("平段电价", "flat price"),
    "valley": ("低谷电价", "valley price"),
    "deep": ("深谷电价", "deep-valley price"),
    "demand": ("需量电价", "demand price"),
    "capacity": ("容量电价", "capacity price"),
}
PARTS = {"single": ("单一制", "single-part"), "two": ("两部制", "two-part")}
UNITS = {"demand": "yuan/kW/month", "capacity": "yuan/kVA/month"}
SHARED = ("purchase", "line_loss", "system_operation", "funds")


def key_of(prefix: str, row: PriceRow | None, role: str) -> str:
    """Return the key of a value; shared components have no row."""
    if row is None or role in SHARED:
        return f"{prefix}.{role}"
    return f"{prefix}.{row.structure}.{row.voltage}.{'non_tou' if role == 'total' else role}"


def book_text(
    *,
    name: str,
    title: tuple[str, str],
    jurisdiction: str,
    source_title: str,
    source_href: str | None,
    published: date | None,
    month: date,
    prefix: str,
    rows: Iterable[PriceRow],
    values: dict[str, Decimal],
    findings: tuple[Finding, ...],
    structure_key: str | None,
) -> str:
    """Return the YAML of the proposed book: a person reads and approves it before it counts."""
    rows = list(rows)
    lines = [
        f"book: {name}",
        f"title: {_pair(title)}",
        f"jurisdiction: {jurisdiction}",
        "sources:",
        "  table:",
        f"    title: {json.dumps(source_title, ensure_ascii=False)}",
        f"    href: {json.dumps(source_href)}",
        f"    published_on: {published or 'null'}",
    ]
    if published is None:
        lines.append("    note: the day of publication is not printed on the sheet")
    lines.append("parameters:")
    wrong = {finding.key: finding for finding in findings}
    for key, label, unit in _keys(prefix, rows, values):
        lines += [f"  - key: {key}", f"    name: {_pair(label)}", f"    unit: {unit}"]
        retro = published is not None and published > month
        entry = f"effective_from: {month}, effective_to: {next_month(month)}"
        entry += f', value: "{values[key]:f}", source: table, grade: A, verified: false'
        entry += ', note: "read from the published sheet; not yet approved"'
        entry += ", retroactive: true" if retro else ""
        if key in wrong:
            entry += f', as_published: "{wrong[key].printed:f}"'
            entry += f", corrected: {json.dumps(wrong[key].text.en, ensure_ascii=False)}"
        lines += ["    values:", f"      - {{{entry}}}"]
    return "\n".join([*lines, *_published(prefix, rows, values, structure_key)]) + "\n"


def _keys(
    prefix: str, rows: list[PriceRow], values: dict[str, Decimal]
) -> Iterable[tuple[str, tuple[str, str], str]]:
    for role in SHARED:
        if f"{prefix}.{role}" in values:
            yield f"{prefix}.{role}", NAMES[role], "yuan/kWh"
    for row in rows:
        for role in ("td", "total", *PERIODS, "demand", "capacity"):
            key = key_of(prefix, row, role)
            if key in values:
                zh, en = PARTS[row.structure]
                label = (
                    f"{zh} {row.voltage} {NAMES[role][0]}",
                    f"{en} {row.voltage} {NAMES[role][1]}",
                )
                yield key, label, UNITS.get(role, "yuan/kWh")


def _published(
    prefix: str, rows: list[PriceRow], values: dict[str, Decimal], structure_key: str | None
) -> list[str]:
    """Return the cells that loading the book checks against their components."""
    if structure_key is None:
        return []
    lines = ["published:"]
    for row in rows:
        uses = {role: key_of(prefix, row, role) for role in (*SHARED, "td")}
        uses = {role: key for role, key in uses.items() if key in values}
        cells = {role: key_of(prefix, row, role) for role in ("total", *PERIODS)}
        cells = {role: key for role, key in cells.items() if key in values}
        lines.append(
            f"  - {{structure: {structure_key}, uses: {_map(uses)}, cells: {_map(cells)}}}"
        )
    return lines


def _map(pairs: dict[str, str]) -> str:
    return "{" + ", ".join(f"{role}: {key}" for role, key in pairs.items()) + "}"


def _pair(text: tuple[str, str]) -> str:
    zh, en = (json.dumps(part, ensure_ascii=False) for part in text)
    return f"{{zh: {zh}, en: {en}}}"
