"""Surveys for customers: by a link without log-in, or in the portal; once, quick, nothing told."""

# ruff: noqa: F811 - the fixtures of the workbench are taken by name

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gridhall.engagement import services
from gridhall.engagement.models import SurveyAnswer, SurveyInvitation
from tests.workbench import town as the_town
from tests.workbench.conftest import (  # noqa: F401
    _loaded_town,
    _nothing_kept,
    live_town,
    sign_in,
    town,
)
from tests.workbench.test_surveys import prepared

pytestmark = pytest.mark.django_db
GOOD = {"q_overall": "5", "q_attitude": "4", "q_words": "谢谢师傅"}


def _link(pk: int) -> str:
    token = services.new_link(invitation_id=pk, at=timezone.now()).rpartition("/")[2]
    return reverse("portal:survey_link", args=[token])


@pytest.mark.requirement("R95")
@pytest.mark.parametrize(("language", "thanks"), [("zh-hans", "谢谢您"), ("en", "Thank you")])
def test_a_link_is_answered_without_logging_in(town: Any, language: str, thanks: str) -> None:
    path = _link(prepared()["open"])
    client = Client(headers={"accept-language": language})

    page = client.get(path)
    wrong = client.post(path, {"q_attitude": "5"})
    done = client.post(path, GOOD, follow=True)
    again = client.post(path, {"q_overall": "1"})

    assert (page.status_code, wrong.status_code, again.status_code) == (200, 422, 422)
    assert thanks in done.content.decode()
    answer = SurveyAnswer.objects.latest("pk")
    assert (answer.score, answer.channel, answer.has_text) == (5, "LINK", True)
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cache-Control"] == "no-store"


def test_the_open_page_tells_nothing_about_the_person(town: Any) -> None:
    text = Client().get(_link(prepared()["open"])).content.decode()

    for secret in (the_town.HOME_TOU, "梅花路", "155", "agent-zj"):
        assert secret not in text


def test_wrong_links_end_in_a_wait(town: Any, settings: Any) -> None:
    settings.GRIDHALL_SURVEYS = {"wrong_links": ((3, 600),)}
    path = _link(prepared()["open"])
    wrong = reverse("portal:survey_link", args=["x" * 22])

    codes = [Client().get(wrong).status_code for _try in range(4)]

    assert codes == [404, 404, 404, 429]
    assert Client().get(path).status_code == 429


def test_an_expired_link_says_so_kindly(town: Any) -> None:
    pk = prepared()["open"]
    path = _link(pk)
    now = timezone.now()
    SurveyInvitation.objects.filter(pk=pk).update(
        sent_at=now - timedelta(days=9), expires_at=now - timedelta(days=2)
    )

    assert "调查已截止" in Client().get(path).content.decode()
    assert Client().post(path, GOOD).status_code == 422


def test_a_customer_answers_her_own_in_the_portal(town: Any, sign_in: Any) -> None:
    pk = prepared()["open"]  # of the account of the user "home"
    client = sign_in("home")
    path = reverse("portal:survey", args=[pk])

    assert path in client.get(reverse("portal:surveys")).content.decode()
    assert client.post(path, {"q_overall": "9"}).status_code == 422
    assert client.post(path, GOOD).status_code == 302
    assert SurveyAnswer.objects.latest("pk").channel == "PORTAL"
    assert path not in client.get(reverse("portal:surveys")).content.decode()
    assert sign_in("factory").get(path).status_code == 404
    assert sign_in("clerk-zj").get(path).status_code == 403


@pytest.mark.browser
@pytest.mark.parametrize(
    "options", [{"phone": True}, {"dark": True, "language": "en-GB"}], ids=["phone", "dark-english"]
)
def test_the_pages_are_clean(
    live_town: Any,
    browser_page: Any,
    axe: Any,
    screenshot: Any,
    options: dict[str, Any],
) -> None:
    pk = prepared()["open"]
    tag = "-".join(sorted(options))
    page = browser_page(**options)
    page.goto(_link(pk))
    page.wait_for_load_state("networkidle")
    axe(page)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    screenshot(page, f"survey-link-{tag}")
    page.locator("input[name=q_overall][value='4']").check()
    page.locator("form.pt-survey button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    axe(page)
    assert SurveyAnswer.objects.latest("pk").score == 4
    screenshot(page, f"survey-thanks-{tag}")
    own = browser_page(user=the_town.user("home"), **options)
    own.goto(reverse("portal:surveys"))
    own.wait_for_load_state("networkidle")
    axe(own)
