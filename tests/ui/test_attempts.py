"""What a service refuses is told; what is missing is a page not found; faults stay faults."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.forms import CharField, Form
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from gridhall.kernel.errors import GridHallError, InvalidNumber
from gridhall.ui import attempts


class NameForm(Form):
    name = CharField()


class ThingMissing(GridHallError):
    template = "There is no such thing."


def bound() -> NameForm:
    form = NameForm({"name": "x"})
    assert form.is_valid()
    return form


def posted() -> HttpRequest:
    request = RequestFactory().post("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def test_a_refusal_is_said_in_the_form_and_the_rest_of_the_block_is_skipped() -> None:
    form, whole = bound(), bound()
    reached = False
    with attempts.in_form(form, "name"):
        raise InvalidNumber(value="x", reason="text")
        reached = True
    with attempts.in_form(whole):
        raise InvalidNumber(value="x", reason="text")

    assert not reached
    assert len(form.errors["name"]) == 1
    assert len(whole.non_field_errors()) == 1


def test_a_refusal_is_told_on_the_next_page() -> None:
    request = posted()
    with attempts.told(request):
        raise InvalidNumber(value="7,5", reason="comma")

    (message,) = get_messages(request)
    assert message.level_tag == "error"
    assert "7,5" in str(message)


def test_what_succeeds_tells_nothing() -> None:
    request, form = posted(), bound()
    with attempts.told(request), attempts.in_form(form):
        pass

    assert not list(get_messages(request))
    assert not form.errors


def test_what_is_missing_is_not_found() -> None:
    with pytest.raises(Http404), attempts.told(posted(), missing=ThingMissing):
        raise ThingMissing


def test_a_fault_of_the_program_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), attempts.told(posted()):
        raise ZeroDivisionError
