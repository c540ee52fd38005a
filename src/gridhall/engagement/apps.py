"""App registration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EngagementConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.engagement"
    label = "engagement"

    def ready(self) -> None:
        """Register texts, listen to closed cases, give a new database its first entries."""
        from gridhall.foundation.outbox.registry import subscribe

        from . import message_templates, subscribers
        from .seeding import create_first_surveys

        message_templates.register_all()
        subscribe("case.closed", subscribers.on_case_closed)
        subscribe("survey.low_score", subscribers.on_low_score)
        post_migrate.connect(create_first_surveys, sender=self)
