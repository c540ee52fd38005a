"""What the town's people brought to the service desk, told again each time the demo is made.

The stories stand in ``cases.yaml``. Each case is registered once by its key; one that exists is
left as people have worked on it since.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from gridhall.customers import selectors as customers
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.processes import selectors as processes
from gridhall.foundation.processes import services as engine
from gridhall.servicedesk import selectors, services
from gridhall.servicedesk.records import Contact, NewCase

STORIES = Path(__file__).with_name("cases.yaml")
ACTS: dict[str, Callable[..., Any]] = {
    name: getattr(services, name)
    for name in (
        "respond", "reply", "propose", "answer", "confirm", "revisit", "wait_for",
        "mark_dispatched", "mark_arrived",
    )
}  # fmt: skip
PLAIN = ("kind", "summary", "text", "place", "channel", "anonymous", "wants_reply", "area",
         "priority")  # fmt: skip


def tell(*, at: datetime) -> None:
    """Register the cases that are not there yet and do what was done in them since."""
    for story in stories():
        _told(story, at)


def stories() -> list[dict[str, Any]]:
    """Return the stories as they stand in the file."""
    found: list[dict[str, Any]] = yaml.safe_load(STORIES.read_text(encoding="utf-8"))
    return found


@transaction.atomic  # a killed start leaves no half story
def _told(story: dict[str, Any], at: datetime) -> None:
    key, moment = f"demo {story['key']}", at - timedelta(hours=story["ago"])
    if selectors.is_registered(dedup_key=key):
        return
    by = _user(story.get("by_customer") or story["by"])
    case = services.register_case(new=_new(story, moment), by_id=by, at=moment, dedup_key=key)
    for act in story["acts"]:
        given = dict(act)
        moment = min(moment + timedelta(minutes=given.pop("after")), at)
        do, who = given.pop("do"), _user(given.pop("by", story.get("by", "")))
        if do == "tick":
            _tick(case.pk, who, moment, given.get("outcome", ""))
        else:
            ACTS[do](case_id=case.pk, by_id=who, at=moment, **given)


def _new(story: dict[str, Any], moment: datetime) -> NewCase:
    unit = identity.organisation_by_code(code=story["unit"])
    if unit is None:
        raise LookupError(story["unit"])
    number = story.get("account", "")
    account = customers.account_refs(account_nos=[number])[number] if number else None
    topics = selectors.topics(kind=story["kind"], on=moment.date())
    return NewCase(
        topic=story["topic"] or topics[0].code, organisation_id=unit.pk,
        account_id=account.account_id if account else None, received_at=moment,
        contact=Contact(**story.get("contact", {})), by_customer="by_customer" in story,
        **{name: story[name] for name in PLAIN if name in story},
    )  # fmt: skip


def _tick(case_id: int, by_id: int, at: datetime, outcome: str) -> None:
    (item,) = processes.items_of(subject_type="case", subject_id=case_id)
    engine.complete(item_id=item.item_id, by_id=by_id, at=at, outcome=outcome)


def _user(username: str) -> int:
    found = identity.user_by_username(username=username)
    if found is None:
        raise LookupError(username)
    return int(found.pk)
