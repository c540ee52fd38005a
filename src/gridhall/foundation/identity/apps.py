"""App registration."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.identity"
    label = "identity"
