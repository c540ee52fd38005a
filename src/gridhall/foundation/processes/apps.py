"""App registration."""

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.processes"
    label = "processes"
