"""Two people for one act: asked by one, decided by another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from gridhall.foundation.approvals import registry, selectors, services
from gridhall.foundation.approvals.errors import (
    AlreadyDecided,
    ApprovalAlreadyWaits,
    ApprovalNotFound,
    ApprovalReasonNeeded,
    UnableToDecide,
    UnableToDecideOwnRequest,
)
from gridhall.foundation.identity import services as identity
from gridhall.kernel.errors import GridHallError

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
done: list[str] = []


def _apply(request: Any, *, decided_by_id: int, at: datetime) -> None:
    if request.payload.get("fails"):
        raise GridHallError
    done.append(request.subject_id)


def _refuse(request: Any, *, decided_by_id: int, at: datetime) -> None:
    done.append(f"not {request.subject_id}")


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    done.clear()
    registry.register(
        registry.ApprovalKind(
            code="test.act", label="Act", action="customers.review", apply=_apply, refuse=_refuse,
            barred=lambda request: request.payload.get("barred", []),
        )
    )  # fmt: skip
    yield
    registry._kinds.pop("test.act")


@pytest.fixture
def people() -> dict[str, Any]:
    """Two stewards of the north, one of the south, one of the whole company and a clerk."""
    identity.put_organisation(code="00", name="HQ", level="HEADQUARTERS")
    north, _ = identity.put_organisation(
        code="10", name="North", level="REGIONAL_CENTRE", parent_code="00"
    )
    identity.put_organisation(code="20", name="South", level="REGIONAL_CENTRE", parent_code="00")
    found: dict[str, Any] = {"north": north}
    for name, role, unit in (
        ("asker", "CUSTOMER_STEWARD", "10"), ("second", "CUSTOMER_STEWARD", "10"),
        ("south", "CUSTOMER_STEWARD", "20"), ("top", "CUSTOMER_STEWARD", "00"),
        ("clerk", "HALL_CLERK", "10"),
    ):  # fmt: skip
        user, _ = identity.create_user(
            username=name, password="unused", kind="EMPLOYEE", display_name=name
        )
        place = apps.get_model("identity.Organisation").objects.get(code=unit)
        identity.assign_role(user=user, role=role, organisation=place, valid_from=date(2020, 1, 1))
        found[name] = user
    return found


def ask(people: dict[str, Any], **changes: Any) -> Any:
    values: dict[str, Any] = {
        "kind": "test.act", "subject_type": "thing", "subject_id": 7, "subject_label": "Thing 7",
        "organisation_id": people["north"].pk, "reason": "both are one", "dedup_key": "k1",
        "requested_by_id": people["asker"].pk, "at": AT,
    }  # fmt: skip
    return services.request_approval(**(values | changes))


def test_a_second_person_approves_and_it_is_done_once(people: dict[str, Any]) -> None:
    request = ask(people)
    assert ask(people).pk == request.pk

    decided = services.decide(pk=request.pk, approve=True, decided_by_id=people["second"].pk, at=AT)

    assert (decided.status, done) == ("APPROVED", ["7"])
    with pytest.raises(AlreadyDecided):
        services.decide(pk=request.pk, approve=True, decided_by_id=people["second"].pk, at=AT)
    assert done == ["7"]
    actions = apps.get_model("audit.AuditEvent").objects.order_by("pk")
    assert [event.action for event in actions] == ["approvals.requested", "approvals.approved"]


@pytest.mark.parametrize(
    ("who", "error"),
    [("asker", UnableToDecideOwnRequest), ("south", UnableToDecide), ("clerk", UnableToDecide)],
)
def test_who_asked_or_has_no_right_here_may_not_decide(
    people: dict[str, Any], who: str, error: type[Exception]
) -> None:
    request = ask(people)

    with pytest.raises(error):
        services.decide(pk=request.pk, approve=True, decided_by_id=people[who].pk, at=AT)

    request.refresh_from_db()
    assert (request.status, done) == ("WAITING", [])


def test_who_profits_may_not_decide(people: dict[str, Any]) -> None:
    request = ask(people, payload={"barred": [people["second"].pk]})

    with pytest.raises(UnableToDecideOwnRequest):
        services.decide(pk=request.pk, approve=True, decided_by_id=people["second"].pk, at=AT)

    assert selectors.is_barred(request=request, user_id=people["second"].pk)
    services.decide(pk=request.pk, approve=True, decided_by_id=people["top"].pk, at=AT)
    assert done == ["7"]


def test_a_matter_of_the_whole_company_needs_somebody_for_the_whole_company(
    people: dict[str, Any],
) -> None:
    request = ask(people, organisation_id=None)

    with pytest.raises(UnableToDecide):
        services.decide(pk=request.pk, approve=True, decided_by_id=people["second"].pk, at=AT)

    services.decide(pk=request.pk, approve=True, decided_by_id=people["top"].pk, at=AT)
    assert done == ["7"]


def test_an_act_that_fails_leaves_the_request_waiting(people: dict[str, Any]) -> None:
    request = ask(people, payload={"fails": True})

    with pytest.raises(GridHallError):
        services.decide(pk=request.pk, approve=True, decided_by_id=people["second"].pk, at=AT)

    request.refresh_from_db()
    assert request.status == "WAITING"


def test_refusing_needs_a_reason_and_frees_the_subject(people: dict[str, Any]) -> None:
    request = ask(people)
    with pytest.raises(ApprovalReasonNeeded):
        services.decide(
            pk=request.pk, approve=False, decided_by_id=people["second"].pk, at=AT, note="  "
        )
    with pytest.raises(ApprovalAlreadyWaits):
        ask(people, dedup_key="k2")

    services.decide(
        pk=request.pk, approve=False, decided_by_id=people["second"].pk, at=AT, note="no proof"
    )

    assert done == ["not 7"]
    assert ask(people, dedup_key="k2").status == "WAITING"


def test_only_who_asked_withdraws(people: dict[str, Any]) -> None:
    request = ask(people)
    with pytest.raises(ApprovalNotFound):
        services.withdraw(pk=request.pk, user_id=people["second"].pk, at=AT, note="mistake")

    services.withdraw(pk=request.pk, user_id=people["asker"].pk, at=AT, note="mistake")

    assert done == ["not 7"]
    with pytest.raises(AlreadyDecided):
        services.decide(pk=request.pk, approve=True, decided_by_id=people["second"].pk, at=AT)


@pytest.mark.parametrize("reason", ["", "   "])
def test_asking_needs_a_reason(people: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApprovalReasonNeeded):
        ask(people, reason=reason)


def test_the_table_refuses_who_decides_her_own_request(people: dict[str, Any]) -> None:
    request = ask(people)

    with pytest.raises(IntegrityError, match="approval_decided_by_a_second"), transaction.atomic():
        type(request).objects.filter(pk=request.pk).update(
            status="APPROVED", decided_by_id=people["asker"].pk, decided_at=AT
        )


def test_each_sees_what_waits_for_her(people: dict[str, Any]) -> None:
    request = ask(people)

    counts = {
        who: selectors.count_waiting_for(user_id=people[who].pk, at=AT)
        for who in ("asker", "second", "south", "top", "clerk")
    }

    assert counts == {"asker": 0, "second": 1, "south": 0, "top": 1, "clerk": 0}
    mine = selectors.requests_page(user_id=people["asker"].pk, at=AT, view="mine")
    assert [row.pk for row in mine.rows] == [request.pk]
    assert selectors.request_of(pk=request.pk, user_id=people["south"].pk, at=AT) is None
    assert selectors.request_of(pk=request.pk, user_id=people["asker"].pk, at=AT) == request


@pytest.mark.django_db(transaction=True)
def test_two_deciders_at_once_do_it_once(people: dict[str, Any]) -> None:
    request = ask(people)
    barrier, errors = Barrier(2), []

    def decide(user_id: int) -> None:
        barrier.wait()
        try:
            services.decide(pk=request.pk, approve=True, decided_by_id=user_id, at=AT)
        except AlreadyDecided as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=decide, args=[people[who].pk]) for who in ("second", "top")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (done, len(errors)) == (["7"], 1)


def test_a_role_that_is_over_decides_nothing(people: dict[str, Any]) -> None:
    request = ask(people)
    apps.get_model("identity.RoleAssignment").objects.filter(user=people["second"]).update(
        valid_to=(AT - timedelta(days=1)).date()
    )

    with pytest.raises(UnableToDecide):
        services.decide(pk=request.pk, approve=True, decided_by_id=people["second"].pk, at=AT)
