"""App registration."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.foundation.documents"
    label = "documents"
