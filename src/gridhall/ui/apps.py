"""App registration."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.ui"
    label = "ui"
