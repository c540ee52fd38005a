"""The tables of the survey screens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.ui.tables import Column, Filter, TableSpec

from . import words

RESULTS = TableSpec(
    name="survey-results",
    label=_("Survey results"),
    columns=(
        Column(key="label", label=_("Group")),
        Column(key="line.invited", label=pgettext_lazy("survey", "Asked"), kind="number"),
        Column(key="line.answered", label=_("Answered"), kind="number"),
        Column(key="line.response_rate", label=_("Response rate"), kind="percent"),
        Column(key="line.mean", label=_("Mean mark"), kind="number"),
        Column(key="line.share", label=_("Satisfied share"), kind="percent"),
        Column(key="line.share_low", label=_("Lower bound"), kind="percent"),
        Column(key="line.share_high", label=_("Upper bound"), kind="percent"),
        Column(key="line.target", label=_("Target share"), kind="percent"),
        Column(key="line.low", label=_("Low scores"), kind="number"),
        Column(key="verdict", label=_("Verdict"), kind="status"),
    ),
    exports=("csv", "xlsx"),
)  # fmt: skip

ANSWERS = TableSpec(
    name="survey-answers",
    label=_("Answers"),
    columns=(
        Column(key="answered_at", label=_("When"), kind="moment", link=True),
        Column(key="case_number", label=_("Case"), kind="code"),
        Column(key="kind", label=_("Kind of case"), phone=False,
               value=lambda row: words.label_of("kind", row.kind, row.kind)),
        Column(key="unit", label=_("Unit"), phone=False),
        Column(key="handler", label=_("Dealt with by"), phone=False),
        Column(key="channel_code", label=_("Way of answering"), phone=False,
               value=lambda row: dict(words.WAYS)[row.channel_code]),
        Column(key="score", label=_("Mark"), kind="number"),
        Column(key="mood", label=_("Sounds"), kind="status", value=words.mood),
        Column(key="has_text", label=_("With words"), phone=False,
               value=lambda row: _("yes") if row.has_text else ""),
    ),
    filters=(
        Filter(name="number", label=_("Case")),
        Filter(name="mood", label=_("Sounds"), kind="choice", choices=words.MOODS),
        Filter(name="kind", label=_("Kind of case"), kind="choice", choices=words.kinds),
        Filter(name="channel", label=_("Way of answering"), kind="choice", choices=words.WAYS),
        Filter(name="area", label=_("Kind of area"), kind="choice", choices=words.areas),
        Filter(name="words", label=_("With words"), kind="choice", choices=(("yes", _("yes")),)),
        Filter(name="first", label=_("From day"), kind="day"),
        Filter(name="last", label=_("Until day"), kind="day"),
    ),
    exports=("csv", "xlsx"),
    drawer=True,
    empty_title=_("No answer yet"),
    empty_text=_("Every answer of a customer stands here, whatever way it came."),
)  # fmt: skip

FOLLOW_UPS = TableSpec(
    name="follow-ups",
    label=_("Follow-ups"),
    columns=(
        Column(key="opened_at", label=_("When"), kind="moment", link=True),
        Column(key="answer.invitation.case_number", label=_("Case"), kind="code"),
        Column(key="organisation.name", label=_("Unit"), phone=False),
        Column(key="answer.score", label=_("Mark"), kind="number"),
        Column(key="status", label=_("State"), kind="status",
               value=lambda row: words.FOLLOW_UP[row.status]),
    ),
    filters=(
        Filter(name="status", label=_("State"), kind="choice",
               choices=[(code, one.label) for code, one in words.FOLLOW_UP.items()]),
    ),
    exports=("csv", "xlsx"),
    drawer=True,
    empty_title=_("No follow-up"),
    empty_text=_("A low score opens one: somebody calls the customer."),
)  # fmt: skip

OPEN = TableSpec(
    name="open-surveys",
    label=_("To be asked by telephone"),
    columns=(
        Column(key="case_number", label=_("Case"), kind="code", link=True,
               value=lambda row: row.case_number or row.round),
        Column(key="account.account_no", label=_("Account number"), kind="code"),
        Column(key="plan.name", label=pgettext_lazy("survey", "Plan"), phone=False),
        Column(key="organisation.name", label=_("Unit"), phone=False),
        Column(key="sent_at", label=pgettext_lazy("survey", "Asked on"), kind="moment",
               phone=False),
        Column(key="expires_at", label=_("Until"), kind="moment"),
    ),
    filters=(Filter(name="q", label=_("Case or account number")),),
    exports=("csv", "xlsx"),
    empty_title=_("Nobody waits to be asked"),
    empty_text=_("Customers who have not answered yet stand here until the survey expires."),
)  # fmt: skip

PLANS = TableSpec(
    name="survey-plans",
    label=_("Plans"),
    columns=(
        Column(key="name", label=pgettext_lazy("survey", "Plan")),
        Column(key="kind", label=_("Kind"), value=lambda row: dict(words.PLAN_KINDS)[row.kind]),
        Column(key="organisation.name", label=_("Unit"), phone=False,
               value=lambda row: row.organisation.name if row.organisation else _("Whole company")),
        Column(key="share_percent", label=_("Share, %"), kind="number"),
        Column(key="min_days_between", label=_("Days between two surveys"), kind="number",
               phone=False),
        Column(key="reminder_after_days", label=_("Reminder after days"), kind="number",
               phone=False),
        Column(key="expires_after_days", label=_("Expires after days"), kind="number",
               phone=False),
        Column(key="valid_from", label=_("Valid from"), kind="day", phone=False),
        Column(key="valid_to", label=_("Until"), kind="day"),
    ),
    filters=(
        Filter(name="ended", label=_("Ended ones too"), kind="choice",
               choices=(("yes", _("yes")),)),
    ),
    exports=("csv", "xlsx"),
    empty_title=_("No plan yet"),
    empty_text=_("Without a plan nobody is asked."),
)  # fmt: skip
