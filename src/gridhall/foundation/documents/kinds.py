"""The kinds of documents: what each may be, how large, and how long it is kept.

A context adds its own with ``register`` in ``AppConfig.ready``. Limits in MB can be set otherwise
by the setting ``GRIDHALL_DOCUMENT_LIMITS`` (kind → MB).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from . import filetypes

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """One kind. ``read_by_owner``: who takes it reads and checks the content itself (imports).

    ``attachable``: people choose it when they attach a file to something.
    """

    code: str
    label: StrPromise | str
    media_types: frozenset[str]
    limit_mb: int = 20
    retention: str = "CUSTOMER_FILE"
    attachable: bool = True
    read_by_owner: bool = False

    @property
    def max_bytes(self) -> int:
        """Return the largest size in bytes."""
        limits: dict[str, int] = settings.GRIDHALL_DOCUMENT_LIMITS
        return limits.get(self.code, self.limit_mb) * MB

    @property
    def endings(self) -> list[str]:
        """Return the endings of file names that fit, for the chooser of files."""
        return sorted({ending for one in self.media_types for ending in filetypes.endings_of(one)})


_kinds: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> None:
    """Make a kind known."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> DocumentKind:
    """Return the kind of that code. Raises KeyError: an unknown kind is a mistake of ours."""
    return _kinds[code]


def attachable_kinds() -> list[DocumentKind]:
    """Return the kinds that people choose from, in the order they were made known."""
    return [kind for kind in _kinds.values() if kind.attachable]


for _kind in (
    DocumentKind(code="identity", label=_("Proof of identity"), media_types=filetypes.SCANS,
                 limit_mb=10),
    DocumentKind(code="property", label=_("Proof of ownership or tenancy"),
                 media_types=filetypes.SCANS),
    DocumentKind(code="application", label=_("Application form"), media_types=filetypes.PAPERS),
    DocumentKind(code="contract", label=_("Contract"), media_types=filetypes.PAPERS, limit_mb=50,
                 retention="CONTRACT"),
    DocumentKind(code="proof", label=_("Other proof"), media_types=filetypes.PAPERS),
    DocumentKind(code="photo", label=_("Photo from the site"), media_types=filetypes.PICTURES),
    DocumentKind(code="letter", label=_("Letter"), media_types=filetypes.PAPERS),
    DocumentKind(code="import", label=_("Imported file"), media_types=filetypes.TABLES, limit_mb=50,
                 retention="WORKING", attachable=False, read_by_owner=True),
):  # fmt: skip
    register(_kind)
