"""App registration."""

from __future__ import annotations

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.signin"
    label = "signin"

    def ready(self) -> None:
        """Listen to allauth and make our notices known."""
        from gridhall.foundation.privacy import holders

        from . import notices, sealed, subscribers

        subscribers.listen()
        notices.register()
        holders.register(sealed.FactorSecrets())
