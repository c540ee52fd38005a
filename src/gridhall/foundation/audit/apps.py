"""App registration."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.audit"
    label = "audit"
