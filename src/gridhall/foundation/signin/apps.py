"""App registration."""

from __future__ import annotations

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.signin"
    label = "signin"

    def ready(self) -> None:
        """Listen to allauth and make our notices known."""
        from . import notices, subscribers

        subscribers.listen()
        notices.register()
