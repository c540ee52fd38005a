"""The words and colours of appraisal on screens; how a line explains itself."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gridhall.foundation import language
from gridhall.ui import formats
from gridhall.ui.figures import Status
from gridhall.ui.text import Text
from gridhall.workbench import rights

if TYPE_CHECKING:
    from gridhall.appraisal.models import AppraisalLine, AppraisalResult, AppraisalScheme

PARTS: dict[str, Text] = {
    "STANDARDS": _("Service standards met"),
    "RATINGS": _("Ratings by customers"),
    "SAMPLES": _("Quality samples"),
    "COMPLAINTS": _("Justified complaints"),
}
RUNS: dict[str, Status] = {
    "RUNNING": Status(_("Being worked out"), "progress", "loader-2"),
    "READY": Status(_("Worked out, not published"), "info", "clipboard-check"),
    "PUBLISHED": Status(_("Published"), "success", "circle-check"),
    "CANCELLED": Status(pgettext_lazy("appraisal", "Discarded"), "neutral", "ban"),
}
OBJECTIONS: dict[str, Status] = {
    "FILED": Status(pgettext_lazy("objection", "Filed"), "warning", "hourglass"),
    "UPHELD": Status(pgettext_lazy("objection", "Upheld, result replaced"), "success",
                     "circle-check"),
    "REFUSED": Status(pgettext_lazy("objection", "Turned down"), "danger", "circle-x"),
    "WITHDRAWN": Status(pgettext_lazy("objection", "Taken back"), "neutral", "arrow-back-up"),
}  # fmt: skip
SAMPLES: dict[str, Status] = {
    "DRAWN": Status(_("To be scored"), "warning", "hourglass"),
    "SCORED": Status(_("Scored"), "success", "circle-check"),
}
RECORDS: dict[str, Status] = {
    "REWARD": Status(_("Reward"), "success", "award"),
    "PENALTY": Status(_("Penalty"), "danger", "alert-triangle"),
}
MARKS: tuple[tuple[str, Text], ...] = (
    ("4", _("4 – fully")),
    ("3", _("3 – mostly")),
    ("2", _("2 – partly")),
    ("1", _("1 – hardly")),
    ("0", _("0 – not at all")),
)


def choices(statuses: dict[str, Status]) -> list[tuple[str, Text]]:
    """Return states as choices of a filter."""
    return [(code, one.label) for code, one in statuses.items()]


def band(result: AppraisalResult) -> str:
    """Return the band of a result in words."""
    for one in result.run.scheme.bands:
        if one["code"] == result.band:
            return language.either(one["zh"], one["en"])
    return formats.DASH


def total(result: AppraisalResult) -> str:
    """Return the total, or that too little is known."""
    return (
        formats.number(result.total, 2) if result.total is not None else gettext("Not enough data")
    )


def explained(line: AppraisalLine, scheme: AppraisalScheme, weight_used: int) -> dict[str, Any]:
    """Return how a line came to be, in sentences with its own numbers."""
    given, used = line.given, line.used
    return {
        "line": line, "label": PARTS[line.part], "inputs": _inputs(line.part, given),
        "formula": _formula(line, scheme) if used else "",
        "share": gettext("{score} × {weight} ÷ {used}").format(
            score=formats.number(line.score, 2), weight=line.weight, used=weight_used
        ) if used else "",
        "missing": "" if used else _missing(line, given),
        "corrected": _corrected(line.part, given),
    }  # fmt: skip


def _inputs(part: str, given: dict[str, Any]) -> str:
    total = given.get("total")
    if total is None:
        return gettext("Nothing was measured.")
    texts = {
        "STANDARDS": gettext("{good} of {total} limits kept"),
        "RATINGS": gettext("{good} of {total} customers satisfied"),
        "SAMPLES": gettext("{total} samples with {points} points together"),
        "COMPLAINTS": gettext("{justified} justified complaints in {total} closed cases"),
    }
    values = {"good": given.get("good"), "points": given.get("points"),
              "justified": given.get("justified"), "total": total}  # fmt: skip
    return texts[part].format(**values)


def _formula(line: AppraisalLine, scheme: AppraisalScheme) -> str:
    given, score = line.given, formats.number(line.score, 2)
    if line.part == "COMPLAINTS":
        return gettext("100 − {deduction} × {justified} = {score}").format(
            deduction=formats.number(scheme.deduction), justified=given["justified"], score=score
        )
    if line.part == "SAMPLES":
        return f"{given['points']} ÷ {given['total']} = {score}"
    return f"100 × {given['good']} ÷ {given['total']} = {score}"


def _missing(line: AppraisalLine, given: dict[str, Any]) -> str:
    if line.weight == 0:
        return gettext("This part has no weight in the scheme.")
    return gettext(
        "Not enough data: {total} instead of at least {enough}. The part is left out, not guessed."
    ).format(total=given.get("total") or 0, enough=line.enough)


def _corrected(part: str, given: dict[str, Any]) -> str:
    before = given.get("before")
    if not before:
        return ""
    return gettext("Corrected after objection {number}; before: {before}").format(
        number=f"{given['objection']:06d}", before=_inputs(part, before)
    )


def points_of(weight: int, mark: int | None) -> Decimal | None:
    """Return what a mark of 0 to 4 adds for a criterion."""
    return Decimal(weight) * mark / 4 if mark is not None else None


def tabs(request: Any, active: str) -> list[dict[str, Any]]:
    """Return the tabs the appraisal screens share, those the reader may open."""
    names = (
        ("my_appraisal", _("My appraisal"), "user-star", "appraisal.own"),
        ("quality_samples", _("Quality samples"), "clipboard-search", "appraisal.read"),
        ("appraisal_runs", _("Appraisal runs"), "calculator", "appraisal.read"),
        ("objections", _("Objections"), "message-exclamation", "appraisal.read"),
        ("recognitions", _("Rewards and penalties"), "award", "appraisal.read"),
        ("appraisal_rules", _("Rules of appraisal"), "adjustments", "appraisal.read"),
    )
    return [
        {"url": reverse(f"workbench:{name}"), "label": label, "icon": icon,
         "active": name == active}
        for name, label, icon, action in names if rights.may(request, action)
    ]  # fmt: skip
