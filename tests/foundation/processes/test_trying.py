"""A draft tried on cases that are over."""

from __future__ import annotations

import pytest

from gridhall.foundation.processes import reading, services, trying
from gridhall.foundation.processes.trying import Record

from .conftest import HERE, Office

TEXT = (HERE / "connection.yaml").read_text(encoding="utf-8")


def refuse(office: Office, key: str) -> None:
    """Let one application end at “Not connected”."""
    office.start(key)
    office.accept()
    office.do("service", "survey", "NOT_FEASIBLE")


def refuse_late(office: Office, key: str) -> None:
    """Let one application go to the scheme and lapse."""
    office.start(key)
    office.accept()
    office.do("service", "survey", "FEASIBLE")
    office.do("price", "scheme", fee_due="100")
    office.do("price2", "scheme_check", "APPROVED")
    services.signal(
        subject_type="application", subject_id=key, event="scheme_answered", at=office.at,
        values={"scheme_accepted": False},
    )  # fmt: skip
    office.do("price", "scheme", fee_due="90")
    office.do("price2", "scheme_check", "APPROVED")


@pytest.mark.requirement("R14")
def test_the_same_definition_ends_where_the_cases_ended(office: Office) -> None:
    for key in ("a", "b"):
        refuse(office, key)
    refuse_late(office, "still running")

    trial = trying.try_on_past(reading.read(TEXT))

    assert (trial.total, trial.ended, trial.otherwise, trial.unused) == (2, 2, 0, 0)
    assert not trial.stuck


def test_a_draft_tells_where_cases_get_stuck(office: Office) -> None:
    refuse(office, "a")
    draft = TEXT.replace(
        "      - {to: refused, when: {outcome: NOT_FEASIBLE}}",
        "      - {to: second_look, when: {outcome: NOT_FEASIBLE}}",
    ).replace(
        "  scheme:\n    kind: task",
        "  second_look:\n    kind: task\n    title: {zh: 复勘, en: Second look}\n"
        "    role: QUALITY_HANDLER\n    next: refused\n  scheme:\n    kind: task",
    )
    asked = draft.replace(
        "    role: QUALITY_HANDLER\n    next: refused\n",
        "    role: QUALITY_HANDLER\n    outcomes:\n      GO: {zh: 可, en: Go}\n"
        "      STOP: {zh: 否, en: Stop}\n    next: refused\n",
    )

    plain, stuck = trying.try_on_past(reading.read(draft)), trying.try_on_past(reading.read(asked))

    assert (plain.ended, plain.assumed["second_look"]) == (1, 1)
    assert stuck.ended == 0
    assert stuck.stuck["second_look"].count == 1
    assert stuck.stuck["second_look"].labels == ["YK-a"]


def test_parallel_branches_clocks_and_going_back_are_replayed() -> None:
    definition = reading.read(TEXT)
    history = [
        Record(
            kind="STARTED", step="applied", values={"high_voltage": False, "capacity_kva": "50"}
        ),
        Record(kind="DONE", step="accept", values={"survey_by": "SERVICE_HANDLER"}),
        Record(kind="DONE", step="survey", outcome="FEASIBLE"),
        Record(kind="DONE", step="scheme"),
        Record(kind="RETURNED", step="scheme_check"),
        Record(kind="ENTERED", step="scheme"),
        Record(kind="DONE", step="scheme"),
        Record(kind="DONE", step="scheme_check", outcome="APPROVED"),
        Record(kind="SIGNAL", step="reply", outcome="scheme_answered",
               values={"scheme_accepted": True}),
        Record(kind="DONE", step="contract"),
    ]  # fmt: skip
    known = set(definition.steps)
    assert trying.replay(definition, history, known=known).stuck == ("built",)
    history += [Record(kind="DONE", step=step) for step in ("built", "connect", "file")]
    assert trying.replay(definition, history, known=known).end == "connected"

    lapsed = [*history[:8], Record(kind="TIMER", step="reply", outcome="lapsed")]
    assert trying.replay(definition, lapsed, known=known).end == "refused"
