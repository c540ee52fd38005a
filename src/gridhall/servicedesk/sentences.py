"""What happened in a case, as sentences: the code is stored, the words are made when it is read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_noop

from gridhall.foundation import language
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.roles import Role

from .models import CaseChannel, Cause, Kind, Topic

SENTENCES = {
    "REGISTERED": gettext_noop("Received through {channel} and registered."),
    "CLASSIFIED": gettext_noop("Classified as {kind}: {topic}."),
    "RESPONDED": gettext_noop("First contact with the customer."),
    "HANDED_TO": gettext_noop("Handed to {unit}, {role}."),
    "WAITING_CUSTOMER": gettext_noop("Waits for the customer."),
    "WAITING_THIRD_PARTY": gettext_noop("Waits for a third party."),
    "BACK": gettext_noop("Goes on at the company."),
    "SENT_BACK": gettext_noop("Sent back to an earlier step."),
    "ESCALATED": gettext_noop("Brought before a superior, level {level}."),
    "DISPATCHED": gettext_noop("A crew was sent."),
    "ARRIVED": gettext_noop("The crew is on site."),
    "REVISIT_TRY": gettext_noop("Nobody was reached, try {try}."),
    "SATISFIED": gettext_noop("The customer is satisfied."),
    "RATED": gettext_noop("Rated {rating} of 5."),
    "CLOSED": gettext_noop("Closed."),
    "CANCELLED": gettext_noop("Cancelled."),
    "REOPENED": gettext_noop("Opened again."),
    "REPEATS": gettext_noop("Repeats case {case}, which was closed."),
    "MERGED": gettext_noop("Goes on under case {case}."),
    "MERGED_HERE": gettext_noop("Case {case} was merged into this one."),
    "UNMERGED": gettext_noop("Taken out of case {case} again."),
    "LINKED": gettext_noop("Linked with case {case}."),
    "UNLINKED": gettext_noop("No longer linked with case {case}."),
    "SPLIT": gettext_noop("Split into {cases}."),
    "SPLIT_FROM": gettext_noop("A part of case {case}."),
    "MASTER": gettext_noop("Made the master case of a mass event."),
    "GATHERED": gettext_noop("Gathered under master case {case}."),
    "GATHERED_HERE": gettext_noop("{count} cases were gathered under this one."),
    "TAKEN_OUT": gettext_noop("Taken out of master case {case}."),
    "informant_told": gettext_noop("Whoever reported was told the result."),
}


def sentence(code: str, params: dict[str, Any]) -> str:
    """Return what happened in the reader's language; a code nobody knows stays itself."""
    template = SENTENCES.get(code)
    if template is None:
        return code
    return gettext(template).format_map(_Words(_in_words(params)))


class _Words(dict[str, Any]):
    """The words of a sentence; one that the row does not have is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def _in_words(params: dict[str, Any]) -> dict[str, Any]:
    words = dict(params)
    if "channel" in params:
        words["channel"] = CaseChannel(params["channel"]).label
    if "role" in params and params["role"] in Role.values:
        words["role"] = Role(params["role"]).label
    if "organisation_id" in params:
        pk = params["organisation_id"]
        words["unit"] = identity.names_of(organisation_ids=[pk]).get(pk, "–")
    if "kind" in params:
        words["topic"] = topic_title(_topic(params["kind"], params.get("topic", "")))
        words["kind"] = Kind(params["kind"]).label
    return words


def _topic(kind: str, code: str) -> Topic | None:
    return Topic.objects.filter(kind=kind, code=code).order_by("-valid_from").first()


def topic_title(topic: Topic | Cause | None) -> str:
    """Return what a topic or cause is called in the reader's language."""
    if topic is None:
        return ""
    return language.either(topic.title_zh, topic.title_en)
