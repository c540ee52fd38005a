"""The table of the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.ui.tables import Column, Filter, TableSpec

FAMILIES = (
    ("customers.", _("Customer files")),
    ("contracts.", _("Contracts")),
    ("metering.", _("Metering")),
    ("imports.", _("Imports")),
    ("tariffs.", _("Tariff books")),
    ("billing.", _("Billing")),
    ("receivables.", _("Money")),
    ("messages.", _("Messages")),
    ("documents.", _("Documents")),
    ("approvals.", _("Approvals")),
    ("lists.", _("Exports")),
    ("exports.", _("Large exports")),
    ("privacy.", _("Personal data")),
    ("identity.", _("Staff and roles")),
    ("signin.", _("Signing in")),
    ("servicedesk.", _("Cases and service")),
    ("processes.", _("Processes")),
    ("standards.", _("Service standards")),
    ("engagement.", _("Surveys")),
    ("appraisal.", _("Appraisal of staff")),
    ("workcalendar.", _("Work calendar")),
    ("jobs.", _("Jobs")),
    ("outbox.", _("Events")),
    ("backup.", _("Backups")),
    ("audit.", _("Audit archive")),
)

TRAIL = TableSpec(
    name="trail",
    label=_("Audit trail"),
    columns=(
        Column(key="at", label=_("When"), kind="moment"),
        Column(key="who", label=_("Who")),
        Column(key="sentence", label=_("What was done"), link=True),
        Column(key="object", label=_("Object"), kind="code", phone=False),
        Column(key="unit", label=_("Unit"), phone=False),
        Column(key="reason", label=_("Reason"), phone=False),
    ),
    filters=(
        Filter(name="action", label=_("Kind of act"), kind="choice", choices=FAMILIES),
        Filter(name="actor", label=_("Who"), placeholder=_("Name or login name")),
        Filter(name="q", label=_("Object"), placeholder=_("Beginning or end of a number")),
        Filter(name="account", label=_("Account number")),
        Filter(name="first", label=_("From day"), kind="day"),
        Filter(name="last", label=_("Until day"), kind="day"),
    ),
    size=50,
    exports=("csv", "xlsx"),
    drawer=True,
    empty_title=_("Nothing was recorded yet"),
)
