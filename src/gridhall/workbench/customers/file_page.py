"""What the page of the customer file shows: tabs, cards, rows, and who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridhall.customers import selectors as customers
from gridhall.customers.parts import Part
from gridhall.customers.risk import RiskRating
from gridhall.ui.figures import Chart, Series, Status

TABS: tuple[tuple[str, Any, str, tuple[str, ...]], ...] = (
    ("base", gettext_lazy("Basic data"), "id", ("PARTY", "ACCOUNT", "PREMISE")),
    ("people", gettext_lazy("People and contacts"), "users-group",
     ("CONTACT", "ROLE", "PREFERENCE", "CONSENT")),
    ("care", gettext_lazy("Care and grade"), "heart-handshake", ("CARE", "IMPORTANT")),
    ("use", gettext_lazy("Equipment and demand"), "engine",
     ("EQUIPMENT", "DEMAND", "REQUIREMENT")),
    ("papers", gettext_lazy("Papers"), "files", ()),
    ("corrections", gettext_lazy("Corrections"), "clipboard-check", ()),
)  # fmt: skip
RISK_TONES = {"LOW": "success", "MEDIUM": "warning", "HIGH": "danger"}
RISK_WORDS = {
    "LOW": gettext_lazy("Low risk"),
    "MEDIUM": gettext_lazy("Medium risk"),
    "HIGH": gettext_lazy("High risk"),
}
SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry as it is drawn. ``warning`` says what needs looking at."""

    entry: customers.Entry
    facts: list[customers.Fact]
    warning: Status | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartCard:
    """One part as it is drawn."""

    part: Part
    rows: list[Row]
    may_add: bool
    may_edit: bool
    may_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePage:
    """The page."""

    file: customers.CustomerFile
    tab: str
    tabs: list[dict[str, Any]]
    cards: list[PartCard]
    corrections: list[customers.CorrectionView]
    chart: Chart | None
    may: dict[str, bool]
    is_today: bool
    on_query: str


def tab_of(part: str) -> str:
    """Return the tab on which a part stands."""
    return next((key for key, _label, _icon, parts in TABS if part in parts), TABS[0][0])


def build(
    *, file: customers.CustomerFile, actions: frozenset[str], today: date, tab: str
) -> FilePage:
    """Return the page of a file; only today's can be changed from here."""
    key, _label, _icon, codes = next((one for one in TABS if one[0] == tab), TABS[0])
    is_today = file.on == today
    may_edit = is_today and "customers.edit" in actions
    return FilePage(
        file=file, tab=key, tabs=_tabs(file, key, today),
        cards=[_card(file.part(code), may_edit=may_edit, on=file.on) for code in codes],
        corrections=(
            customers.corrections_of_account(account_id=file.account_id)
            if key == "corrections"
            else []
        ),
        chart=_curve(file) if key == "use" else None,
        may={
            "edit": may_edit, "reveal": "customers.reveal" in actions,
            "review": "customers.review" in actions,
        },
        is_today=is_today, on_query="" if is_today else f"?on={file.on.isoformat()}",
    )  # fmt: skip


def _tabs(file: customers.CustomerFile, current: str, today: date) -> list[dict[str, Any]]:
    on = "" if file.on == today else f"&on={file.on.isoformat()}"
    return [
        {"url": f"?tab={key}{on}", "label": label, "icon": icon, "active": key == current}
        for key, label, icon, _parts in TABS
    ]


def _card(view: customers.PartView, *, may_edit: bool, on: date) -> PartCard:
    part = view.part
    full = part.most is not None and len(view.entries) >= part.most
    own_way = part.code == "PREMISE"  # supply points come with the connection, not by hand
    return PartCard(
        part=part, rows=[_row(part, entry, on) for entry in view.entries],
        may_add=may_edit and part.many and not full and not own_way, may_edit=may_edit,
        may_end=may_edit and part.many and not own_way,
    )  # fmt: skip


def _row(part: Part, entry: customers.Entry, on: date) -> Row:
    facts = [fact for fact in entry.facts if fact.kind != "curve"]
    return Row(entry=entry, facts=facts, warning=_warning(part, entry, on))


def _warning(part: Part, entry: customers.Entry, on: date) -> Status | None:
    name = {"CARE": "proof_expires_on", "IMPORTANT": "important_review_on"}.get(part.code)
    day = entry.value(name) if name else None
    if day is None:
        return None
    left = date.fromisoformat(day) - on
    if left < timedelta(0):
        return Status(_("Past its day"), "danger", "calendar-x")
    return Status(_("Due soon"), "warning", "calendar-exclamation") if left <= SOON else None


def _curve(file: customers.CustomerFile) -> Chart | None:
    for entry in file.part("DEMAND").entries:
        if curve := entry.value("load_curve_kw"):
            return Chart(
                kind="bar", unit="kW", category_label=_("Hour"),
                categories=[f"{hour:02}:00" for hour in range(24)],
                series=[Series(_("Load of a typical day"), [Decimal(hour) for hour in curve])],
            )  # fmt: skip
    return None


def risk_status(rating: RiskRating) -> Status:
    """Return the badge of a risk grade."""
    return Status(RISK_WORDS[rating.grade], RISK_TONES[rating.grade], "gauge")  # type: ignore[arg-type]
