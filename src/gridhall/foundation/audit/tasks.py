"""The jobs of the audit trail: heads noted down outside, old rows archived."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="10 * * * *")
@app.task(name="audit.anchor_heads", queueing_lock="audit.anchor_heads")
def anchor_heads(timestamp: int) -> int:
    """Note the newest row of every chain down in ``GRIDHALL_AUDIT_HEADS_FILE``."""
    del timestamp
    return services.note_heads(file=Path(settings.GRIDHALL_AUDIT_HEADS_FILE), at=timezone.now())


@app.periodic(cron="40 3 2 * *")
@app.task(name="audit.archive", queueing_lock="audit.archive")
def archive(timestamp: int) -> int:
    """Archive the months that need not be at hand any more; returns how many files were made."""
    del timestamp
    folder = Path(settings.GRIDHALL_AUDIT_ARCHIVE_FOLDER)
    made = services.archive_before(before=None, folder=folder, at=timezone.now(), actor_id=None)
    return len(made)
