"""App registration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WorkCalendarConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.workcalendar"
    label = "workcalendar"

    def ready(self) -> None:
        """Give a new database its first calendar, as soon as the tables stand."""
        from .seeding import create_company_calendar

        post_migrate.connect(create_company_calendar, sender=self)
