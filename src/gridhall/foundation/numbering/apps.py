"""App registration."""

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.numbering"
    label = "numbering"
