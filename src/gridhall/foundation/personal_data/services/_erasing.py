"""Erasing a person, and erasing her again when an older backup brought her back.

What the law wants kept (bills, the ledger, the audit trail) stays without a name. The erasure is
listed by a keyed hash of the identity document, in the table and in a file beside the keys
(``GRIDHALL_ERASURE_LIST``): a backup of the time before knows neither, so ``gridhall restore``
reads the file and erases anew.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from gridhall.foundation.audit import services as audit

from .. import rules, subjects
from ..models import Erasure, SubjectRequest
from ..subjects import Kept, Person
from . import _steps as steps


def erase(request: SubjectRequest, at: datetime) -> None:
    """Erase everything about the request's person, inside the caller's transaction.

    What came up since the approval (a new debt) puts the request back to be asked anew.
    """
    person = subjects.directory().person(request.party_ref)
    standing = [str(one) for one in subjects.obstacles(request.party_ref)]
    if person is None or standing:
        steps.move(request, from_=("APPROVED",), to="PROVEN", outcome={"obstacles": standing})
        steps.record("privacy.erasure_stopped", request, at=at, actor_id=None)
        return
    key = subjects.directory().key_of(request.party_ref)
    values, kept = _let_go(person, at)
    Erasure.objects.create(request_no=request.number, subject_key=key, erased_at=at)
    steps.move(
        request, from_=("APPROVED",), to="DONE", finished_at=at, note="", proof_note="",
        outcome={"values": values, "accounts": list(person.account_nos), "kept": kept},
    )  # fmt: skip
    steps.record(
        "privacy.erased", request, at=at, actor_id=None,
        changes={"values": sum(values.values()), "kept": len(kept)},
    )  # fmt: skip


def _let_go(person: Person, at: datetime) -> tuple[dict[str, int], list[dict[str, str]]]:
    """Have each context erase its part; return the counts and what is kept, in both languages."""
    values: dict[str, int] = {}
    kept: list[dict[str, str]] = []
    for subject in subjects.all_subjects():
        count, left = subject.erase(person, at, None)
        values[subject.name] = count
        kept += [_in_words(one, at) for one in left]
    return values, kept


def _in_words(one: Kept, at: datetime) -> dict[str, str]:
    """Return what is kept as it stands on the certificate, in Chinese and English."""
    rule = rules.retention(one.rule, on=at.date())
    words = {
        "until": one.until.isoformat() if one.until else "", "rule_zh": rule.zh,
        "rule_en": rule.en, "source": rule.source,
    }  # fmt: skip
    for language, ending in (("zh-hans", "zh"), ("en", "en")):
        with translation.override(language):
            words |= {f"what_{ending}": str(one.what), f"reason_{ending}": str(one.reason)}
    return words


def _file() -> Path:
    return Path(settings.GRIDHALL_ERASURE_LIST)


def read_erasure_list(file: Path | None = None) -> list[dict[str, str]]:
    """Return the lines of the list outside the database; none when there is no list yet."""
    path = file or _file()
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def write_erasure_list() -> int:
    """Bring the list outside up to what the table holds; lines it has are never lost.

    Returns how many lines it has. It is written whole and put in place at once.
    """
    lines = {one["request"]: one for one in read_erasure_list()}
    before = len(lines)
    for row in Erasure.objects.order_by("pk"):
        lines.setdefault(
            row.request_no,
            {"request": row.request_no, "key": bytes(row.subject_key).hex(),
             "erased_at": row.erased_at.isoformat()},
        )  # fmt: skip
    if len(lines) > before:
        path = _file()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_suffix(".new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as target:
            target.writelines(json.dumps(one) + "\n" for one in lines.values())
            target.flush()
            os.fsync(target.fileno())
        beside.replace(path)
    return len(lines)


def erase_again(*, at: datetime, file: Path | None = None) -> dict[str, Any]:
    """Erase whoever is on the list outside and not in the table: an older backup came back.

    Somebody who was erased and became a customer again is not touched: her erasure is in the
    table of a backup of that time. Returns the numbers erased again and those not found.
    """
    again: list[str] = []
    nobody: list[str] = []
    known = set(Erasure.objects.values_list("request_no", flat=True))
    for line in read_erasure_list(file):
        if line["request"] in known:
            continue
        with transaction.atomic():
            key = bytes.fromhex(line["key"])
            party_id = subjects.directory().party_of(key)
            person = subjects.directory().person(party_id) if party_id else None
            if person is not None:
                _let_go(person, at)
            (again if person else nobody).append(line["request"])
            Erasure.objects.create(
                request_no=line["request"], subject_key=key,
                erased_at=datetime.fromisoformat(line["erased_at"]),
            )  # fmt: skip
            _end_open_request(line["request"], at)
            audit.record(
                action="privacy.erased_again", at=at, actor_id=None, object_type="subject_request",
                object_id=line["request"], object_label=line["request"],
                changes={"found": person is not None},
            )  # fmt: skip
    return {"erased": again, "not_there": nobody}


def _end_open_request(number: str, at: datetime) -> None:
    """The request itself may be open in the older backup: it is done."""
    SubjectRequest.objects.filter(number=number, status__in=steps.OPEN).update(
        status="DONE", finished_at=at, note="", proof_note=""
    )
