"""App registration."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.workbench"
    label = "workbench"
