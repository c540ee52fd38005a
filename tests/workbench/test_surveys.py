"""The survey screens: who may, what they show, what the acts do."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gridhall.engagement import selectors, services
from gridhall.engagement.models import FollowUp, Questionnaire, SatisfactionRule, SurveyAnswer
from gridhall.engagement.services import ClosedCase, NewPlan
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity import selectors as identity
from tests.workbench import town as the_town

pytestmark = pytest.mark.django_db
WORDS = "抢修师傅赵某甲态度很差"


def asked(number: int, account_no: str = the_town.HOME) -> Any:
    """Close a case of a customer of hall 11 and return the invitation."""
    found = services.invite_after_case(
        case=ClosedCase(
            case_id=number, number=f"2026{number:06}", kind="COMPLAINT", category="SERVICE",
            channel="PHONE", area="URBAN", organisation_id=the_town.account_unit(account_no),
            account_id=the_town.account_id(account_no),
            handler_id=the_town.user("agent-zj").pk,
        ), at=timezone.now(),
    )  # fmt: skip
    assert found is not None
    return found


def prepared() -> dict[str, int]:
    """Have an open survey, a bad answer with words and its follow-up."""
    services.create_plan(
        new=NewPlan(
            name="办结回访", questionnaire_code="after_case", kind="AFTER_CASE",
            share_percent=Decimal(100), min_days_between=0, expires_after_days=7,
            source="公司规定", valid_from=timezone.localdate() - timedelta(days=9),
        ), scope=identity.whole_company(), by_id=None, at=timezone.now(),
    )  # fmt: skip
    answer = services.answer_invitation(
        invitation_id=asked(1).pk, channel="PORTAL", language="zh", at=timezone.now(),
        values={"overall": "1", "attitude": "1", "words": WORDS},
    )  # fmt: skip
    row = services.open_follow_up(answer_id=answer.pk, at=timezone.now())
    return {"answer": answer.pk, "follow_up": row.pk, "open": asked(2, the_town.HOME_TOU).pk}


def url(name: str, *args: Any) -> str:
    return reverse(f"workbench:{name}", args=args)


LISTS = ["survey_results", "survey_answers", "follow_ups", "open_surveys", "survey_plans"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_screen_opens_in_both_languages(town: Any, sign_in: Any, language: str) -> None:
    made = prepared()
    paper, plan = Questionnaire.objects.first(), selectors.plans(
        scope=identity.whole_company(), on=date(2026, 1, 1)
    )[0]  # fmt: skip
    client = sign_in("supervisor", language=language)

    for path in (
        *(url(name) for name in LISTS), url("questionnaires"), url("survey_rules"),
        url("questionnaire", paper.pk), url("survey_answer", made["answer"]),  # type: ignore[union-attr]
        url("take_survey", made["open"]), url("end_survey_plan", plan.pk),
        url("new_survey_plan"), url("new_questionnaire"), url("new_survey_rule"),
        *(f"{url('survey_results')}?by={by}" for by in selectors.BY),
    ):  # fmt: skip
        response = client.get(path)
        assert response.status_code == 200, path
    for name in LISTS:
        assert client.get(f"{url(name)}?export=csv").status_code == 200


@pytest.mark.requirement("R94")
def test_the_board_shows_share_interval_and_target(town: Any, sign_in: Any) -> None:
    prepared()

    page = sign_in("supervisor").get(url("survey_results")).content.decode()

    for text in ("0.00% – 79.35%", "90.0%", "样本过少"):
        assert text in page


def test_other_regions_and_roles_see_nothing(town: Any, sign_in: Any) -> None:
    made = prepared()

    assert sign_in("agent-zj").get(url("survey_answers")).status_code == 403
    assert sign_in("service-hb").get(url("take_survey", made["open"])).status_code == 404
    assert sign_in("inspector").post(
        url("close_follow_up", made["follow_up"]), {"reason": "已回电"}
    ).status_code == 403  # fmt: skip


def test_what_a_customer_wrote_is_read_by_few_and_noted(town: Any, sign_in: Any) -> None:
    path = url("survey_answer", prepared()["answer"])

    assert WORDS not in sign_in("director").get(path).content.decode()
    assert not AuditEvent.objects.filter(action="engagement.answer_read").exists()
    assert WORDS in sign_in("supervisor").get(path).content.decode()
    noted = AuditEvent.objects.get(action="engagement.answer_read")
    assert noted.actor == the_town.user("supervisor")


def test_an_agent_writes_down_what_is_said_on_the_telephone(town: Any, sign_in: Any) -> None:
    path = url("take_survey", prepared()["open"])
    client = sign_in("agent-zj")

    wrong = client.post(path, {"way": "PHONE"})
    done = client.post(path, {"way": "PHONE", "q_overall": "4", "q_words": "还行"})
    again = client.post(path, {"way": "PHONE", "q_overall": "5"})

    assert (wrong.status_code, done.status_code, again.status_code) == (422, 302, 422)
    answer = SurveyAnswer.objects.latest("pk")
    assert (answer.score, answer.channel, answer.taken_by) == (
        4, "PHONE", the_town.user("agent-zj")
    )  # fmt: skip


def test_a_follow_up_is_closed_with_what_came_of_it(town: Any, sign_in: Any) -> None:
    path = url("close_follow_up", prepared()["follow_up"])
    client = sign_in("supervisor")

    client.post(path, {"reason": ""})
    assert FollowUp.objects.get().status != "CLOSED"
    client.post(path, {"reason": "已致歉并重新派工"})
    assert FollowUp.objects.get().note == "已致歉并重新派工"


def test_plans_rules_and_questionnaires_are_written_by_form(town: Any, sign_in: Any) -> None:
    client, today = sign_in("supervisor"), timezone.localdate().isoformat()
    plan = {
        "name": "热线回访", "kind": "AFTER_CASE", "questionnaire_code": "after_case",
        "organisation": "", "case_kinds": ["COMPLAINT"], "share_percent": "20",
        "min_days_between": "30", "reminder_after_days": "9", "expires_after_days": "7",
        "valid_from": today, "source": "公司规定",
    }  # fmt: skip
    assert client.post(url("new_survey_plan"), plan).status_code == 422  # reminds after the end
    assert client.post(
        url("new_survey_plan"), plan | {"reminder_after_days": "3"}
    ).status_code == 302  # fmt: skip
    (row,) = selectors.plans(scope=identity.whole_company(), on=timezone.localdate())
    assert row.case_kinds == ["COMPLAINT"]
    later = (timezone.localdate() + timedelta(days=3)).isoformat()
    ended = client.post(url("end_survey_plan", row.pk), {"valid_to": later, "reason": "改用新计划"})
    assert ended.status_code == 302

    rule = {
        "valid_from": today, "target_percent": "92", "satisfied_from": "4", "low_at_most": "4",
        "call_within_days": "2", "min_answers": "20", "confidence": "99", "source": "公司决定",
    }  # fmt: skip
    assert client.post(url("new_survey_rule"), rule).status_code == 422
    assert client.post(url("new_survey_rule"), rule | {"low_at_most": "2"}).status_code == 302
    held = SatisfactionRule.objects.get(valid_from=today)
    assert (held.target_share, held.quantile) == (Decimal("0.9200"), Decimal("2.575829"))

    paper = {
        "code": "after_case", "kind": "AFTER_CASE", "title_zh": "回访", "title_en": "After",
        "questions": "overall* | SCALE | 满意吗 | Satisfied?\nwords | TEXT | 意见",
    }  # fmt: skip
    assert client.post(url("new_questionnaire"), paper).status_code == 422
    paper["questions"] += " | Words"
    assert client.post(url("new_questionnaire"), paper).status_code == 302
    draft = Questionnaire.objects.get(code="after_case", version=2)
    assert client.post(
        url("edit_questionnaire", draft.pk), paper | {"title_zh": "办结后"}
    ).status_code == 302  # fmt: skip
    client.post(url("publish_questionnaire", draft.pk))
    found = selectors.questionnaire_in_use(code="after_case")
    assert found is not None
    assert (found.version, found.title_zh) == (2, "办结后")


@pytest.mark.browser
@pytest.mark.parametrize(
    "options", [{}, {"phone": True, "dark": True}, {"language": "en-GB"}],
    ids=["desk", "phone-dark", "english"],
)  # fmt: skip
def test_the_screens_are_clean(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any, options: dict[str, Any]
) -> None:
    made = prepared()
    page = browser_page(user=the_town.user("supervisor"), **options)
    tag = "-".join(sorted(options)) or "desk"
    for name, path in (
        ("results", url("survey_results")), ("answers", url("survey_answers")),
        ("answer", url("survey_answer", made["answer"])),
        ("take", url("take_survey", made["open"])), ("plan-new", url("new_survey_plan")),
        ("rules", url("survey_rules")), ("questionnaires", url("questionnaires")),
    ):  # fmt: skip
        page.goto(path)
        page.wait_for_load_state("networkidle")
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{name} is wider than the screen"
        screenshot(page, f"survey-{name}-{tag}")
