"""Acts behind a button: a reason, one service, a sentence, and back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gridhall.foundation.messages.errors import NotFound
from gridhall.ui import attempts
from gridhall.ui.text import Text

from .forms import ReasonForm


def with_reason(
    request: HttpRequest, act: Callable[[str], object], *, done: Text, back: str
) -> HttpResponse:
    """Do ``act(reason)`` and go back; a missing reason or a failure is told there."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give a reason in a few words; it is kept in the history."))
        return redirect(back)
    with attempts.told(request, missing=NotFound):
        act(form.cleaned_data["reason"])
        messages.success(request, str(done))
    return redirect(back)
