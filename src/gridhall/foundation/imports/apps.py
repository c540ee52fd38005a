"""App registration."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.imports"
    label = "imports"
