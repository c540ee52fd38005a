"""What jobs, their states and their events are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.ui.figures import Status
from gridhall.ui.text import Text

TASKS: dict[str, Text] = {
    "appraisal.work_run": _("Work an appraisal out"),
    "audit.anchor_heads": _("Note the audit chains’ heads outside"),
    "audit.archive": _("Archive old audit entries"),
    "billing.issue_run": _("Issue a bill run"),
    "billing.replay_draft": _("Replay last month with a draft"),
    "billing.rate_run": _("Calculate a bill run"),
    "documents.encrypt_stored": _("Encrypt stored documents"),
    "documents.scan_quarantined": _("Scan documents in quarantine"),
    "documents.upkeep": _("Look after stored documents"),
    "engagement.rounds": _("Ask the rounds of survey plans"),
    "engagement.upkeep": _("Remind of surveys and close them"),
    "customers.count_quality": _("Count the customer files that break a rule"),
    "customers.apply_due": _("Let changes of customer files begin on their day"),
    "identity.refresh_tree": _("Bring the organisation tree up to date"),
    "servicedesk.answer_all": _("Carry one answer to all cases of a mass event"),
    "servicedesk.plan_care": _("Plan calls and visits for those who need care"),
    "servicedesk.remind_of_measures": _("Remind of measures that are due"),
    "imports.run": _("Import a file"),
    "imports.sweep": _("Look for imports left lying"),
    "jobs.tidy": _("Remove old jobs"),
    "messages.deliver": _("Send messages"),
    "messages.prepare": _("Write the list of a campaign"),
    "messages.sweep": _("Look for messages due"),
    "outbox.deliver": _("Deliver events"),
    "outbox.sweep": _("Look for events left lying"),
    "personal_data.make_export": _("Make a large export"),
    "personal_data.run_request": _("Work on a request about personal data"),
    "personal_data.sweep": _("Look for requests about personal data due"),
    "privacy.rotate": _("Change personal values to a new key"),
    "privacy.sweep": _("Look for a change of keys left lying"),
    "processes.sweep_timers": _("Look for clocks of processes that have run out"),
    "processes.migrate": _("Move cases to another version of their process"),
    "processes.migrations_sweep": _("Look for moves of cases left lying"),
    "standards.apply": _("Put a standard on running clocks"),
    "standards.sweep": _("Look for deadlines that come near or are over"),
    "signin.tidy": _("Remove old codes, sessions and devices"),
}
STATES: dict[str, Status] = {
    "todo": Status(pgettext_lazy("job", "Waiting"), "info", "hourglass"),
    "doing": Status(pgettext_lazy("job", "Running"), "progress", "loader-2"),
    "succeeded": Status(pgettext_lazy("job", "Done"), "success", "circle-check"),
    "failed": Status(pgettext_lazy("job", "Failed"), "danger", "alert-octagon"),
    "cancelled": Status(pgettext_lazy("job", "Cancelled"), "neutral", "ban"),
    "aborted": Status(pgettext_lazy("job", "Stopped"), "warning", "player-stop"),
}
STOPPING = Status(pgettext_lazy("job", "Stopping"), "warning", "player-stop")
HAPPENINGS: dict[str, tuple[Text, str, str]] = {
    "deferred": (_("put in the queue"), "clock", "neutral"),
    "started": (_("started"), "player-play", "info"),
    "deferred_for_retry": (_("put back in the queue"), "refresh", "warning"),
    "failed": (pgettext_lazy("job", "failed"), "alert-octagon", "danger"),
    "succeeded": (_("done"), "circle-check", "success"),
    "cancelled": (_("taken out of the queue"), "ban", "neutral"),
    "abort_requested": (_("asked to stop"), "player-stop", "warning"),
    "aborted": (_("stopped"), "player-stop", "warning"),
    "scheduled": (_("waits for its time"), "calendar", "neutral"),
    "retried": (_("put back in the queue by a person"), "refresh", "info"),
}
EVENT_STATES: dict[str, Status] = {
    "WAITING": Status(pgettext_lazy("job", "Waiting"), "info", "hourglass"),
    "FAILING": Status(_("Failed, is tried again"), "warning", "refresh-alert"),
    "GIVEN_UP": Status(_("Given up, waits for a person"), "danger", "alert-octagon"),
}
ON = Status(pgettext_lazy("schedule", "On"), "success", "toggle-right")
OFF = Status(pgettext_lazy("schedule", "Off"), "neutral", "toggle-left")


def task_label(name: str) -> str:
    """Return what a task does, in words; one without words goes by its name."""
    return str(TASKS.get(name, name))
