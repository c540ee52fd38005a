"""Proving that nobody changed the audit trail: links, heads noted down elsewhere, archives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import archives
from ..chain import GENESIS, digest_of
from ..models import AuditAnchor, AuditArchive, AuditEvent

Places = dict[int, tuple[int, bytes]]
ARCHIVED = "audit.archived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest row of a chain, to be kept where nobody who owns the database can reach it."""

    chain: int
    sequence: int
    digest: str


def places() -> Places:
    """Return for each chain the last archived row: what the rows here follow."""
    return {row.chain: (row.sequence, bytes(row.digest)) for row in AuditAnchor.objects.all()}


def count() -> int:
    """Return how many rows are at hand."""
    return AuditEvent.objects.count()


def heads() -> list[Head]:
    """Return the newest row of every chain, in the order of the chains; archived ones too."""
    found = {
        chain: Head(chain=chain, sequence=sequence, digest=digest.hex())
        for chain, (sequence, digest) in places().items()
    }
    rows = AuditEvent.objects.order_by("chain", "-sequence").distinct("chain")
    found |= {
        row.chain: Head(chain=row.chain, sequence=row.sequence, digest=bytes(row.digest).hex())
        for row in rows
    }
    return [found[chain] for chain in sorted(found)]


def lost_heads(kept: Iterable[Head], *, archive: Path | None = None) -> Iterator[str]:
    """Name each head, noted down earlier, that the chains no longer hold as it was.

    That is what shows a chain whose newest rows were cut off or that was written anew from the
    start: such a chain has no broken link. Heads among the archived rows are looked up in the
    files of ``archive``; without it they are passed over.
    """
    begun, inside = places(), []
    for head in kept:
        if head.sequence <= begun.get(head.chain, (0, b""))[0]:
            inside.append(head)
            continue
        row = AuditEvent.objects.filter(chain=head.chain, sequence=head.sequence).first()
        yield from _compared(head, bytes(row.digest).hex() if row else None)
    if inside and archive is not None:
        digests = _archived_digests(archive, {(head.chain, head.sequence) for head in inside})
        for head in inside:
            yield from _compared(head, digests.get((head.chain, head.sequence)))


def _compared(head: Head, digest: str | None) -> Iterator[str]:
    if digest is None:
        yield f"chain {head.chain}, row {head.sequence}: was there and is gone"
    elif digest != head.digest:
        yield f"chain {head.chain}, row {head.sequence}: is another row than was noted down"


def broken_links() -> Iterator[str]:
    """Walk every chain and name each row that was altered, removed or put elsewhere."""
    place = places()
    yield from _unarchived_anchors(place)
    rows = AuditEvent.objects.order_by("chain", "sequence").iterator(chunk_size=2000)
    yield from _walk(rows, place)


def _walk(rows: Iterable[AuditEvent], place: Places) -> Iterator[str]:
    """Name the faults of rows in the order of their chains; ``place`` moves along."""
    for event in rows:
        sequence, digest = place.get(event.chain, (0, GENESIS))
        if event.sequence != sequence + 1:
            yield f"chain {event.chain}: rows {sequence + 1} to {event.sequence - 1} are missing"
        elif bytes(event.previous_digest) != digest:
            yield f"chain {event.chain}, row {event.sequence}: does not follow the row before it"
        if bytes(event.digest) != digest_of(event):
            yield f"chain {event.chain}, row {event.sequence}: was altered"
        place[event.chain] = (event.sequence, bytes(event.digest))


def _unarchived_anchors(place: Places) -> Iterator[str]:
    """Name each chain that begins later than its last archive says."""
    archived: dict[int, tuple[int, bytes]] = {}
    for made in archives_made():
        for chain, part in made.ranges.items():
            archived[int(chain)] = (int(part["last"]), bytes.fromhex(part["digest"]))
    for chain in sorted({*place, *archived}):
        if place.get(chain) != archived.get(chain):
            yield f"chain {chain}: its beginning is not where the last archive ended"


def archives_made() -> list[AuditArchive]:
    """Return the archives in the order in which they were made."""
    return list(AuditArchive.objects.order_by("pk"))


def archive_faults(folder: Path) -> Iterator[str]:
    """Read every archive file and name what is missing or not as it was archived."""
    place: Places = {}
    told = set(_hashes_told())
    for made in archives_made():
        path = folder / made.file_name
        try:
            if archives.sha256_of(path) != made.sha256:
                yield f"{made.file_name}: is not the file that was written"
            told |= {
                row.changes.get("sha256") for row in archives.read(path) if row.action == ARCHIVED
            }
            yield from (f"{made.file_name}: {one}" for one in _walk(archives.read(path), place))
        except FileNotFoundError:
            yield f"{made.file_name}: the file is missing"
        except (OSError, ValueError, KeyError, EOFError):
            yield f"{made.file_name}: the file cannot be read"
        if any(place.get(int(chain), (0, b""))[0] != part["last"]
               for chain, part in made.ranges.items()):  # fmt: skip
            yield f"{made.file_name}: does not end where the archive ended"
            place |= _ends(made)
    for made in archives_made():
        if made.sha256 not in told:
            yield f"{made.file_name}: no entry of the trail tells of this archive"


def _ends(made: AuditArchive) -> Places:
    return {
        int(chain): (int(part["last"]), bytes.fromhex(part["digest"]))
        for chain, part in made.ranges.items()
    }


def _hashes_told() -> Iterator[str]:
    for row in AuditEvent.objects.filter(action=ARCHIVED, object_type="audit_archive"):
        yield str(row.changes.get("sha256"))


def _archived_digests(folder: Path, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    found = {}
    for made in archives_made():
        try:
            for row in archives.read(folder / made.file_name):
                if (row.chain, row.sequence) in wanted:
                    found[row.chain, row.sequence] = bytes(row.digest).hex()
        except (OSError, ValueError, KeyError, EOFError):
            continue  # archive_faults tells of it
    return found
