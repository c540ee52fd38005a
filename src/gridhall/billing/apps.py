"""App registration."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.billing"
    label = "billing"

    def ready(self) -> None:
        """Tell the tariffs which bills used a version, and what a replay of a draft found."""
        from gridhall.tariffs import kinds, uses

        from . import selectors

        uses.register("billing", selectors.bills_rated_by)
        kinds.tell(selectors.told_replay)
