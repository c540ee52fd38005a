"""App registration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AppraisalConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.appraisal"
    label = "appraisal"

    def ready(self) -> None:
        """Listen to closed cases and answers, register what two people decide, seed."""
        from gridhall.foundation.outbox.registry import subscribe

        from . import message_templates, publishing, subscribers
        from .seeding import create_first_entries

        message_templates.register_all()
        publishing.register_all()
        subscribe("case.closed", subscribers.on_case_closed)
        subscribe("survey.answered", subscribers.on_survey_answered)
        post_migrate.connect(create_first_entries, sender=self)
