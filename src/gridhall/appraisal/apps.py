"""App registration."""

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.appraisal"
    label = "appraisal"
