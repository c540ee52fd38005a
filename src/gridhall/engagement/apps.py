"""App registration."""

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.engagement"
    label = "engagement"
