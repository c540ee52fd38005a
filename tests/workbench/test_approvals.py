"""The approvals inbox: what waits, what was asked, what was decided, and how it is told."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone, translation

from gridhall.foundation.approvals import registry, services
from gridhall.workbench.approvals import parts
from tests.workbench import town as the_town

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R61")]
CHANGE = "tests.change"


@pytest.fixture
def change(town: Any, monkeypatch: Any) -> Any:
    """Return a function that asks for a change of a price class, decided by the director."""
    done: list[int] = []
    kind = registry.ApprovalKind(
        code=CHANGE, label="Change something", action="exports.approve",
        apply=lambda request, **_more: done.append(request.pk),
        describe=lambda request: [
            ("Plain", "text"), ("Compared", ("old value", date(2026, 1, 5))), ("Empty", None),
            ("Listed", ["a", "b", "c"]), ("Told", True),
        ],
    )  # fmt: skip
    monkeypatch.setitem(registry._kinds, CHANGE, kind)

    def ask(reason: str = "每月导出", by: str = "comms") -> Any:
        return services.request_approval(
            kind=CHANGE, subject_type="thing", subject_id=reason, subject_label="T-1",
            reason=reason, requested_by_id=the_town.user(by).pk, at=timezone.now(),
            dedup_key=f"{reason}{by}", payload={},
        )  # fmt: skip

    return SimpleNamespace(ask=ask, done=done)


def inbox(client: Any, **query: str) -> Any:
    return client.get(reverse("workbench:approvals"), query)


def numbers(response: Any) -> list[int]:
    return [row.id for row in response.context["table"].page.rows]


def test_each_sees_what_waits_for_her_and_what_she_asked_for(change: Any, sign_in: Any) -> None:
    asked = change.ask()
    director, comms, clerk = sign_in("director"), sign_in("comms"), sign_in("clerk-zj")

    assert numbers(inbox(director)) == [asked.pk]
    assert numbers(inbox(director, view="mine")) == []
    assert numbers(inbox(comms)) == []
    assert numbers(inbox(comms, view="mine")) == [asked.pk]
    assert numbers(inbox(clerk)) == []
    assert clerk.get(reverse("workbench:approval", args=[asked.pk])).status_code == 404


def test_old_and_new_stand_side_by_side(change: Any, sign_in: Any) -> None:
    asked = change.ask()
    page = sign_in("director").get(reverse("workbench:approval", args=[asked.pk])).content.decode()

    assert '<del class="gh-muted">old value</del>' in page
    with translation.override("en"):
        assert [line.new for line in parts.lines(asked)][3:] == ["a, b, c", "yes"]
    assert "每月导出" in page


def test_a_decision_carries_the_act_out_and_leaves_the_list(change: Any, sign_in: Any) -> None:
    asked, director = change.ask(), sign_in("director")
    inbox(director)  # the number in the sidebar is kept now

    director.post(reverse("workbench:decide_approval", args=[asked.pk]), {"answer": "approve"})

    assert change.done == [asked.pk]
    assert numbers(inbox(director)) == []
    assert numbers(inbox(director, view="decided")) == [asked.pk]
    again = director.post(
        reverse("workbench:decide_approval", args=[asked.pk]), {"answer": "approve"}
    )
    assert again.status_code == 422
    assert change.done == [asked.pk]


def test_the_list_narrows_exports_and_counts(change: Any, sign_in: Any) -> None:
    first, second = change.ask("按月核对一"), change.ask("按月核对二")
    director = sign_in("director")

    assert numbers(inbox(director, q="核对二")) == [second.pk]
    assert numbers(inbox(director, kind=CHANGE)) == [first.pk, second.pk]
    assert numbers(inbox(director, kind="identity.grant_role")) == []
    file = b"".join(inbox(director, export="csv").streaming_content).decode("utf-8-sig")
    assert "按月核对一" in file
    caches["process"].clear()
    home = director.get(reverse("workbench:home")).content.decode()
    assert '<span class="gh-count" title="' in home


def test_a_request_of_a_forgotten_kind_can_still_be_read(change: Any, monkeypatch: Any) -> None:
    asked = change.ask()
    monkeypatch.delitem(registry._kinds, CHANGE)

    assert parts.kind_label(asked) == CHANGE
    assert parts.lines(asked) == []


def test_only_who_asked_withdraws(change: Any, sign_in: Any) -> None:
    asked = change.ask()
    url = reverse("workbench:withdraw_approval", args=[asked.pk])

    assert sign_in("director").post(url, {"reason": "不需要了"}).status_code == 422
    assert sign_in("comms").post(url, {"reason": ""}).status_code == 422
    assert sign_in("comms").post(url, {"reason": "不需要了"}).status_code == 302
    asked.refresh_from_db()
    assert asked.status == "WITHDRAWN"
