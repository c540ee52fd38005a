"""A door that asks once more who is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required

View = Callable[..., Any]


def confirmed(view: View) -> View:
    """Ask for password, factor or code again when that was more than five minutes ago.

    For sensitive acts; goes inside the access rule: ``@employee("…")`` above, ``@confirmed``
    below. A POST that was interrupted is finished after the confirmation.
    """
    guarded: View = reauthentication_required(app="gridhall")(view)
    return wraps(view)(guarded)
