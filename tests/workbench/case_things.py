"""Short ways to work on cases through the screens, for their tests."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse


def register(client: Any, *, key: str = "", **typed: str) -> str:
    """Register a case on the page for it; return its number."""
    opened = client.get(reverse("workbench:case_new"))
    form = opened.context["form"]
    data = {
        "key": key or uuid.uuid4().hex, "kind": "COMPLAINT", "topic": "BUSINESS",
        "summary": "窗口排队时间过长", "text": "在营业厅等了一个半小时", "channel": "PHONE",
        "priority": "0", "organisation": form["organisation"].value(), "wants_reply": "on",
        **typed,
    }  # fmt: skip
    answer = client.post(reverse("workbench:case_new"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    return str(answer.url.rstrip("/").rpartition("/")[2])


def act(client: Any, number: str, code: str, **typed: str) -> Any:
    """Do an act on a case from its drawer."""
    address = reverse("workbench:case_act", args=[number, code])
    opened = client.get(address)
    assert opened.status_code == 200, opened.status_code
    version = opened.context["form"]["version"].value()
    answer = client.post(address, {"version": version, **typed})
    assert answer.status_code == 302, (answer.context["form"].errors, answer.context["stale"])
    return answer


def finish(client: Any, number: str, **typed: str) -> Any:
    """Finish the open task of a case with the form of its step."""
    page = client.get(reverse("workbench:case", args=[number])).context["page"]
    address = reverse("workbench:case_finish", args=[number, page.tasks[0].id])
    opened = client.get(address)
    assert opened.status_code == 200, opened.status_code
    version = opened.context["form"]["version"].value()
    answer = client.post(address, {"version": version, "note": "", **typed})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer
