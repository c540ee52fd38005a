"""From the page's fields to a question of the comparison, and from an own account."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.billing import selectors as billing
from gridhall.foundation import language
from gridhall.portal.compare.forms import MONTHS, SPLIT
from gridhall.portal.own import NoAccount, own_accounts
from gridhall.rating.books import Library
from gridhall.rating.comparing.candidates import choices
from gridhall.rating.comparing.files import read_file
from gridhall.rating.result import Notice

LARGEST_FILE = 2_000_000
LARGEST_QUESTION = 1_500_000
TWO_PART = ("two_capacity", "two_demand")
Json = dict[str, Any]


def prices(library: Library, on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the prices to choose from, by the rule that lets a customer choose among them."""
    found = []
    homes_first = sorted(choices(library, on), key=lambda item: not item[0].key.endswith(".home"))
    for read, codes in homes_first:
        options = []
        for code in codes:
            plan = library.price_class(code, on=on)
            name = language.either(plan.name.zh, plan.name.en)
            methods = {charge.method for charge in plan.charges}
            if {"capacity", "demand"} & methods:
                words = (_("by capacity"), _("by demand"))
                options += [(f"{code}/{m}", f"{name} · {w}")
                            for m, w in zip(TWO_PART, words, strict=True)]  # fmt: skip
            else:
                options.append((code, name))
        found.append((language.either(read.name.zh, read.name.en), options))
    return found


def question_of(data: Json) -> tuple[Json, tuple[Notice, ...]]:
    """Return the question that valid fields ask; raises ``UnreadableFile`` for a bad file."""
    question: Json = {"present": data["present"], "agreement": {}}
    notices: tuple[Notice, ...] = ()
    if data["file"]:
        read = read_file(data["file"].read(LARGEST_FILE + 1), largest=LARGEST_FILE)
        question |= read.fields
        notices = read.notices
    elif data["year_kwh"] is not None:
        year = (data["first"] or timezone.localdate()).year - (0 if data["first"] else 1)
        spread = data["spread"] or "days"
        question["year"] = {"year": year, "kwh": _text(data["year_kwh"]), "spread": spread}
    else:
        question["months"] = _months(data)
    split = {name: _text(data[name]) for name in SPLIT if data[name]}
    if split:
        question["split"] = split
    for field, name in (("capacity", "capacity_kva"), ("contract_demand", "contract_demand_kw")):
        if data[field] is not None:
            question["agreement"][name] = _text(data[field])
    if data["used_before"]:
        question["household"] = {"used_before": _text(data["used_before"])}
    if data["prices_on"]:
        question["prices_on"] = data["prices_on"].isoformat()
    return question, notices


def _months(data: Json) -> list[Json]:
    first: date = data["first"]
    found = []
    for number in MONTHS:
        kwh = data[f"kwh{number}"]
        if kwh is None:
            continue
        index = first.year * 12 + first.month - 1 + number - 1
        item = {"month": f"{index // 12}-{index % 12 + 1:02}", "kwh": _text(kwh)}
        if data["max_demand"] is not None:
            item["demand_kw"] = _text(data["max_demand"])
        found.append(item)
    return found


def _text(value: Decimal) -> str:
    return f"{value:f}"


def own_question(request: HttpRequest) -> Json | None:
    """Return the question of an own account that ``?account=`` names; else nothing.

    Somebody else's account, one without the right, or one still behind the code gives nothing.
    """
    user: Any = request.user
    if "account" not in request.GET or not user.is_authenticated or user.is_employee:
        return None
    try:
        own = own_accounts(request, right="VIEW_USAGE")
    except (NoAccount, Http404):
        return None
    if not own.shows_usage:
        return None
    account = own.current.account_id
    return billing.comparison_question(account_id=account, on=timezone.localdate())


def as_text(question: Json) -> str:
    """Return a question as the hidden field of the result's page; empty where it is too long."""
    text = json.dumps(question, ensure_ascii=False, separators=(",", ":"), default=str)
    return text if len(text) <= LARGEST_QUESTION else ""
