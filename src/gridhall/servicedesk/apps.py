"""App registration."""

from django.apps import AppConfig


class ServicedeskConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.servicedesk"
    label = "servicedesk"
