"""The company's own log-in (OpenID Connect) for employees.

Whom the provider names is matched to an employee who exists: the first time by a claim
(``GRIDHALL_OIDC_CLAIM``, by default ``preferred_username``) that equals the login name, from then
on by the provider's own unchanging subject. Nobody is created, customers never match, and of what
the provider tells nothing but the subject is stored.
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone

from . import services
from .requests import request_id, seen_from


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Employees only, and only those who are here already."""

    def get_requests_session(self) -> Any:
        """Ask the provider where it was set up and nowhere it may point to."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Create nobody."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Take the claim that names the employee and forget everything else."""
        told = sociallogin.account.extra_data
        token, info = told.get("id_token") or {}, told.get("userinfo") or {}
        claims = {**token, **info}
        sociallogin.is_of_one = not (token and info) or token.get("sub") == info.get("sub")
        sociallogin.employee_claim = str(claims.get(settings.GRIDHALL_OIDC_CLAIM) or "")
        sociallogin.account.extra_data = {}
        sociallogin.email_addresses = []
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Match the person, or refuse with a page that says what to do."""
        if sociallogin.state.get("process", "login") != "login":
            self._refuse(request, None, "linking by hand is not offered")
        if not sociallogin.is_of_one:
            self._refuse(request, None, "token and profile name two people")
        if not sociallogin.is_existing:
            self._match(request, sociallogin)
        if not sociallogin.user.is_employee:
            self._refuse(request, sociallogin.user, "not an employee")

    def _match(self, request: HttpRequest, sociallogin: Any) -> None:
        claim = sociallogin.employee_claim
        people = get_user_model().objects.filter(kind="EMPLOYEE", is_active=True)
        user = people.filter(username=claim).first() if claim else None
        if user is None:
            self._refuse(request, None, "no employee of that name")
        linked = SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider)
        if linked.exists():
            self._refuse(request, user, "another person of the provider has this login")
        sociallogin.connect(request, user)

    def _refuse(self, request: HttpRequest, user: Any, reason: str) -> None:
        services.note(
            "failed", user=user, actor_id=None, at=timezone.now(), reason=reason,
            request_id=request_id(request), method="oidc", **seen_from(request),
        )  # fmt: skip
        raise ImmediateHttpResponse(render(request, "socialaccount/refused.html", status=403))
