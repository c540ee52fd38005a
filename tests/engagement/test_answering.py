"""Answers: once, by whichever way, judged by the rule of the day; low scores are followed up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from gridhall.engagement import followup, selectors, services
from gridhall.engagement.errors import (
    AlreadyAnswered,
    AnswerNotFitting,
    AnswerTooLong,
    QuestionnaireFaulty,
    QuestionnaireNotDraft,
    SurveyExpired,
    SurveyLinkUnknown,
    SurveyNotFound,
    TooManySurveyTries,
)
from gridhall.engagement.models import FollowUp, SurveyAnswer, SurveyAnswerItem
from gridhall.engagement.services import NewQuestionnaire, NewRule
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.outbox import services as outbox
from gridhall.foundation.outbox.models import OutboxEvent
from gridhall.foundation.personal_data.subjects import Person, all_subjects

from .builders import AT, BAD, DAY, GOOD, answered, asked, company, plan

HERE = "203.0.113.7"


def _token(made: Any, number: int = 1) -> str:
    plan()
    return services.new_link(invitation_id=asked(made, number).pk, at=AT).rpartition("/")[2]


@pytest.mark.requirement("R95")
def test_whoever_holds_the_link_answers_once(made: Any) -> None:
    token = _token(made)

    answer = services.answer_by_token(token=token, address=HERE, values=GOOD, language="zh", at=AT)

    assert (answer.score, answer.is_satisfied, answer.is_low) == (5, True, False)
    assert answer.channel == "LINK"
    assert answer.taken_by_id is None
    assert dict(answer.items.values_list("question", "mark"))["attitude"] == 4
    with pytest.raises(AlreadyAnswered):
        services.answer_by_token(token=token, address=HERE, values=BAD, language="zh", at=AT)


def test_an_expired_survey_takes_no_answer(made: Any) -> None:
    token = _token(made)

    with pytest.raises(SurveyExpired) as caught:
        services.answer_by_token(
            token=token, address=HERE, values=GOOD, language="zh", at=AT + 8 * DAY
        )
    assert str(caught.value.params["day"]) == "2026-03-11"


@pytest.mark.parametrize("token", ["", "short", "x" * 22, "../../etc/passwd", "é" * 22])
def test_unknown_links_say_nothing_and_are_counted(made: Any, settings: Any, token: str) -> None:
    settings.GRIDHALL_SURVEYS = {"wrong_links": ((2, 600),)}
    good = _token(made)

    for _try in range(2):
        with pytest.raises(SurveyLinkUnknown):
            services.open_link(token=token, address=HERE, at=AT)
    with pytest.raises(TooManySurveyTries):
        services.open_link(token=good, address=HERE, at=AT)  # even a good one, from there

    assert services.open_link(token=good, address="203.0.113.8", at=AT).case_ref == 1
    assert services.open_link(token=good, address=HERE, at=AT + timedelta(minutes=11))


def test_marks_beside_the_scale_and_long_texts_are_named(made: Any) -> None:
    plan()
    invitation = asked(made, 1)

    for values, fault in (
        ({}, AnswerNotFitting), ({"overall": "6"}, AnswerNotFitting),
        ({"overall": "0"}, AnswerNotFitting), ({"overall": "５"}, AnswerNotFitting),
        ({"overall": "5", "attitude": "9"}, AnswerNotFitting),
        ({"overall": "5", "words": "字" * 501}, AnswerTooLong),
    ):  # fmt: skip
        with pytest.raises(fault):
            answered(invitation, values or {"x": "1"})
    assert not SurveyAnswer.objects.exists()
    assert answered(invitation, {"overall": "3"}).score == 3  # the others may be left open


def test_a_clerk_who_writes_an_answer_down_is_named(made: Any) -> None:
    plan()
    answer = services.answer_invitation(
        invitation_id=asked(made, 1).pk, channel="PHONE", values=BAD, language="zh", at=AT,
        taken_by_id=made.people["agent-two"].pk,
    )  # fmt: skip

    assert answer.taken_by == made.people["agent-two"]
    row = AuditEvent.objects.get(action="engagement.answer_taken")
    assert "赵某甲" not in str(row.changes)
    assert row.object_label == "9559800000001"


def test_the_free_text_is_encrypted_and_only_read_by_who_may(made: Any) -> None:
    plan()
    answer = answered(asked(made, 1), BAD)

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM engagement_surveyansweritem WHERE question = 'words'")
        stored = bytes(cursor.fetchone()[0])
    assert "赵某甲".encode() not in stored
    whole = identity.whole_company()
    shown = selectors.answer_of(scope=whole, pk=answer.pk, may_read_text=True)
    closed = selectors.answer_of(scope=whole, pk=answer.pk, may_read_text=False)
    assert shown is not None
    assert closed is not None
    assert shown.items[-1].text == BAD["words"]
    assert closed.items[-1].text == ""
    payloads = str(list(OutboxEvent.objects.values_list("payload", flat=True)))
    assert "赵某甲" not in payloads


def test_answers_are_never_edited_but_a_text_is_blanked_for_who_is_erased(made: Any) -> None:
    plan()
    answer = answered(asked(made, 1), BAD)

    for change in (
        lambda: SurveyAnswer.objects.filter(pk=answer.pk).update(score=5),
        lambda: SurveyAnswerItem.objects.filter(question="overall").update(mark=5),
        lambda: SurveyAnswerItem.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    mine = next(one for one in all_subjects() if one.name == "engagement")
    person = Person(party_id=1, account_ids=(made.accounts[1],), account_nos=("x",))
    assert any(BAD["words"] in row for row in mine.export(person)[0].rows)
    assert mine.erase(person, AT, None)[0] == 1
    assert not any(item.text for item in SurveyAnswerItem.objects.all())


@pytest.mark.requirement("R94")
def test_satisfied_and_low_are_judged_by_the_entry_of_the_day(made: Any) -> None:
    plan()
    services.add_rule(
        new=NewRule(
            valid_from=date(2026, 3, 5), target_share=Decimal("0.95"), satisfied_from=5,
            low_at_most=3, min_answers=10, confidence_percent=Decimal(99),
            quantile=Decimal("2.575829"), call_within_days=2, source="公司决定 2026-1",
        ), by_id=made.people["supervisor"].pk, at=AT,
    )  # fmt: skip

    before = services.answer_invitation(
        invitation_id=asked(made, 1).pk, channel="PORTAL", values={"overall": "4"},
        language="zh", at=AT,
    )  # fmt: skip
    after = answered(asked(made, 2, serial=2), {"overall": "4"})

    assert before.is_satisfied
    assert not after.is_satisfied
    assert before.rule.target_share == Decimal("0.9000")


@pytest.mark.requirement("R96")
def test_a_low_score_opens_one_follow_up_that_waits_for_the_service_desk(
    made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan()
    monkeypatch.setattr(followup, "open_at_desk", lambda wanted, at: None)
    answer = answered(asked(made, 1), BAD)
    answered(asked(made, 2, serial=2), GOOD)

    event = OutboxEvent.objects.get(name="survey.low_score")
    assert event.payload["account_id"] == made.accounts[1]
    services.open_follow_up(answer_id=answer.pk, at=AT)
    services.open_follow_up(answer_id=answer.pk, at=AT)
    assert FollowUp.objects.get().status == "WAITING"

    taken: list[followup.Wanted] = []

    def desk(wanted: followup.Wanted, *, at: Any) -> followup.Opened:
        taken.append(wanted)
        return followup.Opened(contact_id=77)

    monkeypatch.setattr(followup, "open_at_desk", desk)
    assert services.hand_over_waiting(at=AT) == 1
    assert services.hand_over_waiting(at=AT) == 0
    assert [one.case_number for one in taken] == ["9559800000001"]
    row = FollowUp.objects.get()
    assert (row.status, row.contact_ref) == ("OPENED", 77)


def test_a_follow_up_is_closed_in_the_scope_only(made: Any) -> None:
    plan()
    services.open_follow_up(answer_id=answered(asked(made, 1), BAD).pk, at=AT)
    row = FollowUp.objects.get()
    clerk = made.people["supervisor"].pk

    with pytest.raises(SurveyNotFound):
        services.close_follow_up(
            scope=identity.EMPTY_SCOPE, pk=row.pk, note="已致歉", by_id=clerk, at=AT
        )
    services.close_follow_up(
        scope=identity.whole_company(), pk=row.pk, note="已电话致歉", by_id=clerk, at=AT
    )
    row.refresh_from_db()
    assert (row.status, row.note) == ("CLOSED", "已电话致歉")


@pytest.mark.django_db(transaction=True)
def test_the_event_travels_from_the_closed_case_to_the_follow_up() -> None:
    made = company()
    plan()
    answered(asked(made, 1), BAD)

    outbox.deliver_pending()

    assert FollowUp.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one() -> None:
    made = company()
    plan()
    invitation = asked(made, 1)

    def give(mark: str) -> str:
        try:
            answered(invitation, {"overall": mark})
        except AlreadyAnswered:
            return "again"
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(4) as pool:
        done = sorted(pool.map(give, "1234"))

    assert done == ["again", "again", "again", "kept"]
    assert SurveyAnswer.objects.count() == 1


OVERALL = {"code": "overall", "kind": "SCALE", "zh": "满意吗", "en": "Satisfied?"}


@pytest.mark.parametrize(
    "questions",
    [
        [], [{**OVERALL, "code": "other"}], [OVERALL, OVERALL], [{**OVERALL, "kind": "CODE"}],
        [{**OVERALL, "zh": " "}], [{**OVERALL, "code": "Overall!"}],
        [OVERALL, *({**OVERALL, "code": f"q{n}"} for n in range(9))],
    ],
    ids=["none", "no overall", "twice", "kind", "no words", "code", "too many"],
)  # fmt: skip
def test_a_faulty_questionnaire_is_refused(questions: list[dict[str, Any]]) -> None:
    with pytest.raises(QuestionnaireFaulty):
        services.check_questions(questions)


def test_a_new_version_replaces_the_old_and_answers_keep_theirs(made: Any) -> None:
    plan()
    old = asked(made, 1)
    new = NewQuestionnaire(
        code="after_case", kind="AFTER_CASE", title_zh="回访", title_en="After", questions=[OVERALL]
    )
    draft = services.draft_questionnaire(new=new, by_id=None, at=AT)
    services.publish_questionnaire(pk=draft.pk, by_id=None, at=AT)

    assert asked(made, 2, serial=2).questionnaire.version == 2
    assert answered(old).questionnaire.version == 1
    with pytest.raises(QuestionnaireNotDraft):
        services.edit_draft(pk=draft.pk, new=new, by_id=made.people["supervisor"].pk, at=AT)
