"""App registration."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.standards"
    label = "standards"
