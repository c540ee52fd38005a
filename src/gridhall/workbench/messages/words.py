"""The words and colours of messages on screens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.messages import registry
from gridhall.ui.figures import Status
from gridhall.ui.text import Text

CHANNELS: tuple[tuple[str, Text], ...] = (
    ("IN_APP", _("In the app")),
    ("SMS", _("Text message")),
    ("EMAIL", _("E-mail message")),
    ("WEBHOOK", _("WeChat-style notice")),
)
OUTSIDE = CHANNELS[1:]
PURPOSES: tuple[tuple[str, Text], ...] = (
    ("SERVICE", _("Service and outages")),
    ("BILLING", _("Bills and payments")),
    ("MARKETING", _("Offers and publicity")),
)
LANGUAGES: tuple[tuple[str, Text], ...] = (("zh-hans", _("Chinese")), ("en", _("English")))

DELIVERY: dict[str, Status] = {
    "WAITING": Status(_("Waiting to be sent"), "info", "clock"),
    "SENDING": Status(_("Being sent"), "progress", "send"),
    "SENT": Status(_("Sent"), "success", "check"),
    "DELIVERED": Status(_("Arrived"), "success", "checks"),
    "BOUNCED": Status(_("Came back"), "danger", "arrow-back-up"),
    "FAILED": Status(_("Failed"), "danger", "x"),
    "IN_DOUBT": Status(_("In doubt"), "warning", "help-circle"),
    "SKIPPED": Status(_("Not sent"), "neutral", "ban"),
    "CANCELLED": Status(_("Called off"), "neutral", "ban"),
}
ATTEMPT: dict[str, Status] = {
    "STARTED": Status(_("Not finished"), "progress", "loader-2"),
    "ACCEPTED": Status(_("Accepted"), "success", "check"),
    "RETRY": Status(_("Failed for now"), "warning", "refresh"),
    "REFUSED": Status(_("Refused by the provider"), "danger", "x"),
    "BOUNCED": Status(_("Address unknown"), "danger", "arrow-back-up"),
    "TIMED_OUT": Status(_("No answer"), "warning", "clock-exclamation"),
}
VERSION: dict[str, Status] = {
    "DRAFT": Status(_("Draft"), "neutral", "pencil"),
    "REQUESTED": Status(_("Waiting for approval"), "info", "hourglass"),
    "PUBLISHED": Status(_("Published"), "success", "circle-check"),
    "REFUSED": Status(_("Not approved"), "danger", "x"),
}
CAMPAIGN: dict[str, Status] = {
    "PREPARING": Status(_("List being written"), "progress", "list-details"),
    "DRAFT": VERSION["DRAFT"],
    "REQUESTED": VERSION["REQUESTED"],
    "RUNNING": Status(_("Running"), "progress", "send"),
    "PAUSED": Status(_("Paused"), "warning", "player-pause"),
    "FINISHED": Status(_("Finished"), "success", "circle-check"),
    "CANCELLED": Status(_("Called off"), "neutral", "ban"),
    "REFUSED": VERSION["REFUSED"],
}
MATCH: dict[str, Status] = {
    "CERTAIN": Status(_("Sender known"), "success", "user-check"),
    "SEVERAL": Status(_("Several accounts"), "warning", "users"),
    "UNKNOWN": Status(_("Sender unknown"), "warning", "user-question"),
    "SETTLED": Status(_("Assigned by hand"), "info", "user-edit"),
}
LETTER: dict[str, Status] = {
    "NEW": Status(_("Not dealt with yet"), "info", "mail"),
    "DONE": Status(_("Dealt with"), "success", "check"),
}
REASONS: dict[str, Text] = {
    "QUIET_HOURS": _("It is quiet now: it goes out when the quiet hours are over."),
    "FREQUENCY_CAP": _("Enough was sent lately: it goes out as soon as the cap allows."),
    "TRY_AGAIN": _("It did not work: it is tried again."),
    "NEXT_WAY": _("It did not work this way: the next one is tried."),
    "NO_ANSWER": _("Nobody knows whether it arrived: decide whether it is sent again."),
    "NO_CONSENT": _("The customer did not agree to messages for this purpose."),
    "NO_ADDRESS": _("The customer file has no address for any way."),
    "NO_ACCOUNT": _("The account is not on file."),
    "NO_WAY_LEFT": _("Every way was tried."),
    "NO_RULE": _("No rule is in force for this purpose: add one in the settings."),
    "SUPPRESSED": _("Messages to this address came back: have the customer file corrected."),
    "BOUNCED": _("It came back: the address does not exist."),
    "TOO_LATE": _("Its time was over before it could be sent."),
    "CAMPAIGN_ENDED": _("The campaign was ended before."),
}
ACTS: dict[str, Text] = {
    "NOBODY": _("None of the accounts chosen is one of your units’."),
    "AUTOMATIC": _("An automatic answer; nothing to do."),
}


def choices(of: dict[str, Status]) -> list[tuple[str, Text]]:
    """Return codes and words for a filter."""
    return [(code, status.label) for code, status in of.items()]


def template_choices() -> list[tuple[str, Text]]:
    """Return codes and titles of the templates for a filter."""
    return [(one.code, one.label or one.title) for one in registry.templates()]


def channel(code: str) -> Text:
    """Return the word for a way out; a delivery that is not planned has none."""
    return dict(CHANNELS).get(code, "")


def purpose(code: str) -> Text:
    """Return the word for a purpose."""
    return dict(PURPOSES).get(code, code)


def template(code: str) -> Text:
    """Return what a template is called."""
    return dict(template_choices()).get(code, code)
