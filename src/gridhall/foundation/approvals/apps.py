"""App registration."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.approvals"
    label = "approvals"
