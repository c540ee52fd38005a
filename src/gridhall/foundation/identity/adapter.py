"""How allauth behaves here."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody registers alone: the company opens logins."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse registration."""
        return False
