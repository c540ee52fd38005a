"""Storing files, attaching them, keeping them as long as they must be kept."""

from ._attaching import AlreadyThere, Upload, add_version, attach, open_version
from ._erasing import (
    Erased,
    HoldMissing,
    erase_document,
    erase_of_account,
    lift_hold,
    place_hold,
    purge,
    start_retention,
)
from ._storing import (
    DocumentEmpty,
    DocumentTooLarge,
    DocumentTypeMismatch,
    DocumentTypeNotAllowed,
    clean_name,
    store_document,
)
from ._upkeep import encrypt_stored_documents, remove_orphans, scan_quarantined

__all__ = [
    "AlreadyThere",
    "DocumentEmpty",
    "DocumentTooLarge",
    "DocumentTypeMismatch",
    "DocumentTypeNotAllowed",
    "Erased",
    "HoldMissing",
    "Upload",
    "add_version",
    "attach",
    "clean_name",
    "encrypt_stored_documents",
    "erase_document",
    "erase_of_account",
    "lift_hold",
    "open_version",
    "place_hold",
    "purge",
    "remove_orphans",
    "scan_quarantined",
    "start_retention",
    "store_document",
]
