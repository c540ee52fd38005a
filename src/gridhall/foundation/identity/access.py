"""The lock on every door: a view without a declared rule is closed.

Each view carries exactly one of the decorators below. ``DenyByDefaultMiddleware`` refuses a
view without one, so a forgotten rule is a closed page and not an open one; a test walks all
addresses. Views of the workbench get ``request.scope``: the organisations for which the
employee may do the view's action; every selector filters by it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from . import acting, selectors
from .roles import ALL_ACTIONS

View = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRule:
    """What a view demands: its ``kind``, and for employees the ``action``."""

    kind: str
    action: str = ""


def _guard(view: View, rule: AccessRule, check: Callable[[HttpRequest], None] | None) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if check is not None:
            if not request.user.is_authenticated:
                return _to_login(request)
            check(request)
        return view(request, *args, **kwargs)

    guarded.access_rule = rule  # type: ignore[attr-defined]
    return guarded


def _to_login(request: HttpRequest) -> HttpResponse:
    login = resolve_url(settings.LOGIN_URL)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": login})
    return redirect(f"{login}?{urlencode({'next': request.get_full_path()})}")


def public(view: View) -> View:
    """Open ``view`` to everybody."""
    return _guard(view, AccessRule(kind="public"), None)


def signed_in(view: View) -> View:
    """Open ``view`` to everybody who is signed in."""
    return _guard(view, AccessRule(kind="signed_in"), lambda request: None)


def customer(view: View) -> View:
    """Open ``view`` to customers; which accounts they see is decided by ``customers.selectors``."""

    def check(request: HttpRequest) -> None:
        if request.user.is_employee:  # type: ignore[union-attr]
            raise PermissionDenied

    return _guard(view, AccessRule(kind="customer"), check)


def employee(action: str) -> Callable[[View], View]:
    """Open a view to employees who may do ``action`` somewhere; sets ``request.scope``.

    Raises KeyError when no role knows the action: a misspelt rule fails at import.
    An empty ``action`` means any employee (home, help, own notices).
    """
    if action and action not in ALL_ACTIONS:
        raise KeyError(action)

    def check(request: HttpRequest) -> None:
        user = request.user
        if not user.is_employee:  # type: ignore[union-attr]
            raise PermissionDenied
        on = timezone.localdate()
        if not action:
            request.scope = selectors.EMPTY_SCOPE  # type: ignore[attr-defined]
            return
        scope = selectors.scope_of(user_id=user.pk or 0, action=action, on=on)
        if not scope.organisation_ids:
            raise PermissionDenied
        request.scope = scope  # type: ignore[attr-defined]
        acting.came_in(user_id=user.pk or 0, action=action, on=on)

    def decorate(view: View) -> View:
        return _guard(view, AccessRule(kind="employee", action=action), check)

    return decorate


def own_check(reason: str) -> Callable[[View], View]:
    """Mark a view that proves its caller by itself (a signed notice, an API token); say how."""
    return lambda view: _guard(view, AccessRule(kind="own_check", action=reason), None)


class DenyByDefaultMiddleware:
    """Refuses every view that carries no access rule."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        acting.forget()
        if getattr(view, "access_rule", None) is None:
            raise PermissionDenied
