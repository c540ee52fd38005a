"""The copy of everything held about a person: one ZIP for people (XLSX) and machines (JSON)."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from . import register, rules, subjects
from .subjects import Person, Section

LONGEST_SHEET_NAME = 31


def build(person: Person, *, number: str, at: datetime) -> bytes:
    """Return the ZIP: ``data.json``, ``data.xlsx`` in Chinese and ``README.txt`` in both."""
    with translation.override("zh-hans"):
        parts = sections(person, on=at.date())
        sheet = _workbook(parts)
        content = _json(parts, number=number, at=at)
        words = [_readme(number, at)]
    with translation.override("en"):
        words.append(_readme(number, at))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", "\n\n".join(words))
        archive.writestr("data.json", content)
        archive.writestr("data.xlsx", sheet)
    return target.getvalue()


def sections(person: Person, *, on: date) -> list[Section]:
    """Return every context's tables, and what is done with the data and why."""
    parts = [part for one in subjects.all_subjects() for part in one.export(person)]
    return [*parts, _processing(on)]


def _processing(on: date) -> Section:
    rows = [
        (
            str(one.label), str(one.purpose), one.basis.label,
            rules.retention(one.retention, on=on).text,
        )
        for one in register.all_fields()
        if one.about == register.About.CUSTOMER
    ]  # fmt: skip
    return Section(
        title=_("What is held and why"),
        columns=(_("Data"), _("Purpose"), _("Legal basis"), _("Kept")), rows=rows,
    )  # fmt: skip


def _json(parts: list[Section], *, number: str, at: datetime) -> str:
    content = {
        "request": number,
        "made_at": at.isoformat(),
        "sections": [
            {
                "title": str(part.title),
                "rows": [
                    dict(zip([str(c) for c in part.columns], map(_primitive, row), strict=True))
                    for row in part.rows
                ],
            }
            for part in parts
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _primitive(value: object) -> object:
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _workbook(parts: list[Section]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold, taken = book.add_format({"bold": True}), set()
    for number, part in enumerate(parts, start=1):
        name = "".join(c for c in str(part.title) if c not in "[]:*?/\\'")[: LONGEST_SHEET_NAME - 3]
        name = name if name not in taken else f"{name} {number}"
        taken.add(name)
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, label in enumerate(part.columns):
            sheet.write_string(0, column, str(label), bold)
            sheet.set_column(column, column, 20)
        for at, row in enumerate(part.rows, start=1):
            for column, value in enumerate(row):
                sheet.write_string(at, column, "" if value is None else str(_primitive(value)))
    book.close()
    return target.getvalue()


def _readme(number: str, at: datetime) -> str:
    return _(
        "Copy of personal data, request {number}, made {day}.\n"
        "data.xlsx is for reading, data.json for another program. Both hold the same.\n"
        "You may have errors corrected, withdraw consents and ask for erasure at any service point."
    ).format(number=number, day=at.date())
