"""App registration."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.jobs"
    label = "jobs"
