"""Writing audit rows, noting their heads down outside, archiving old ones."""

from ._archive import archive_before, months_due
from ._heads import note_heads
from ._record import CHAINS, AuditEntry, record, record_many

__all__ = [
    "CHAINS", "AuditEntry", "archive_before", "months_due", "note_heads", "record", "record_many",
]  # fmt: skip
