"""App registration."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.privacy"
    label = "privacy"
