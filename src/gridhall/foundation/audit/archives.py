"""The archive's files: gzipped lines of JSON, first what is inside, then a row a line."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from .models import AuditEvent

FORMAT = "gridhall audit archive 1"


def write(path: Path, *, about: dict[str, Any], rows: Iterable[AuditEvent]) -> tuple[int, str]:
    """Write the rows to a file that appears when it is whole; return their number and its hash."""
    beside = path.with_name(f".{path.name}.part")
    count = 0
    with open(beside, "wb", opener=_private) as raw:
        with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
            packed.write(_line({"format": FORMAT, **about}))
            for row in rows:
                packed.write(_line(_as_json(row)))
                count += 1
        raw.flush()
        os.fsync(raw.fileno())
    beside.replace(path)
    return count, sha256_of(path)


def read(path: Path) -> Iterator[AuditEvent]:
    """Yield the rows of a file; raises ValueError when it is none of ours."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        head = json.loads(next(lines, "{}"))
        if head.get("format") != FORMAT:
            raise ValueError("no audit archive")
        for line in lines:
            yield _as_row(json.loads(line))


def sha256_of(path: Path) -> str:
    """Return the hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _line(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _as_json(row: AuditEvent) -> dict[str, Any]:
    return {
        "id": row.pk, "at": row.at.isoformat(), "actor": row.actor_id, "action": row.action,
        "object_type": row.object_type, "object_id": row.object_id,
        "object_label": row.object_label, "account": row.account_ref,
        "organisation": row.organisation_id, "changes": row.changes, "reason": row.reason,
        "request": row.request_id, "chain": row.chain, "sequence": row.sequence,
        "previous": bytes(row.previous_digest).hex(), "digest": bytes(row.digest).hex(),
    }  # fmt: skip


def _as_row(content: dict[str, Any]) -> AuditEvent:
    return AuditEvent(
        pk=content["id"], at=datetime.fromisoformat(content["at"]), actor_id=content["actor"],
        action=content["action"], object_type=content["object_type"],
        object_id=content["object_id"], object_label=content["object_label"],
        account_ref=content["account"], organisation_id=content["organisation"],
        changes=content["changes"], reason=content["reason"], request_id=content["request"],
        chain=content["chain"], sequence=content["sequence"],
        previous_digest=bytes.fromhex(content["previous"]),
        digest=bytes.fromhex(content["digest"]),
    )  # fmt: skip
