"""The jobs on the document store."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.task(name="documents.encrypt_stored", queueing_lock="documents.encrypt_stored")
def encrypt_stored_documents(**_more: object) -> int:
    """Seal what still lies in clear; returns how many files."""
    return services.encrypt_stored_documents()


@app.periodic(cron="*/10 * * * *")
@app.task(name="documents.scan_quarantined", queueing_lock="documents.scan_quarantined")
def scan_quarantined(timestamp: int) -> int:
    """Ask the scanner about files in quarantine; returns how many are open now."""
    del timestamp  # procrastinate hands it over; every waiting file is asked about
    clean, _infected = services.scan_quarantined(at=timezone.now())
    return clean


@app.periodic(cron="20 3 * * *")
@app.task(name="documents.upkeep", queueing_lock="documents.upkeep")
def upkeep(timestamp: int) -> int:
    """Every night: seal files of old, erase what is over, remove what nobody owns."""
    del timestamp  # procrastinate hands it over; what is due is due now
    services.encrypt_stored_documents()
    services.remove_orphans(at=timezone.now())
    return services.purge(on=timezone.localdate(), at=timezone.now()).erased
