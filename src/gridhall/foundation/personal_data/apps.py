"""App registration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PersonalDataConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.personal_data"
    label = "personal_data"

    def ready(self) -> None:
        """Let every context declare its personal fields, and make the approvals known."""
        from . import approving, foundation_fields  # noqa: F401  # they register themselves

        autodiscover_modules("personal_data")
