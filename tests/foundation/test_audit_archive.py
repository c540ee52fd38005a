"""Old audit rows move to sealed files; the chain stays whole, and nothing else can remove a row."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from gridhall.foundation.audit import archives, errors, selectors, services, tasks
from gridhall.foundation.audit.models import AuditAnchor, AuditArchive, AuditEvent
from gridhall.foundation.identity.services import create_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)


def _record(month: int, number: int, *, actor_id: int | None = None) -> AuditEvent:
    return services.record(
        action="test.done", at=datetime(2026, month, 10, 9, 30, tzinfo=UTC), actor_id=actor_id,
        object_type="thing", object_id=number, changes={"amount": "12.50"},
    )  # fmt: skip


def _archive(folder: Path, before: date | None = None) -> list[AuditArchive]:
    return services.archive_before(before=before, folder=folder, at=NOW, actor_id=None)


def _all_faults(folder: Path) -> list[str]:
    return [*selectors.broken_links(), *selectors.archive_faults(folder)]


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """Write rows from January to November in two chains; return a folder for archives."""
    user, _new = create_user(username="u", password="x" * 12, kind="EMPLOYEE", display_name="")
    while user.pk % services.CHAINS == 0:
        user, _new = create_user(
            username=f"u{user.pk}", password="x" * 12, kind="EMPLOYEE", display_name=""
        )
    for month in range(1, 12):
        for number in range(3):
            _record(month, number)
            _record(month, number, actor_id=user.pk)
    return tmp_path / "archive"


def test_a_file_a_month_and_six_months_stay_at_hand(year: Path) -> None:
    noted = selectors.heads()

    made = _archive(year)

    assert [one.file_name for one in made] == [
        f"audit-2026-0{month}.jsonl.gz" for month in (1, 2, 3, 4)
    ]
    assert [one.rows for one in made] == [6, 6, 6, 6]
    assert AuditEvent.objects.filter(at__lt=datetime(2026, 4, 30, 16, tzinfo=UTC)).count() == 0
    assert AuditEvent.objects.filter(action="test.done").count() == 7 * 6
    assert (year / made[0].file_name).stat().st_mode & 0o077 == 0
    assert _all_faults(year) == []
    assert list(selectors.lost_heads(noted, archive=year)) == []
    assert AuditEvent.objects.filter(action="audit.archived").count() == 4


def test_the_chain_goes_on_after_everything_of_it_was_archived(tmp_path: Path) -> None:
    first = _record(1, 1)
    chain = first.chain
    services.record(  # so that the archive's own row lies in another chain
        action="test.done", at=NOW, actor_id=None, object_type="thing"
    )
    _archive(tmp_path)

    anchor = AuditAnchor.objects.get(chain=chain)
    assert (anchor.sequence, bytes(anchor.digest)) == (1, bytes(first.digest))
    assert [
        row.sequence for row in AuditEvent.objects.filter(chain=chain).order_by("sequence")
    ] == [2, 3]
    assert _all_faults(tmp_path) == []


def test_a_second_time_nothing_is_left_to_do(year: Path) -> None:
    _archive(year)

    assert _archive(year) == []
    assert _all_faults(year) == []


def test_a_row_dated_back_comes_into_a_file_of_its_own(year: Path) -> None:
    _archive(year)
    services.record(
        action="late", at=datetime(2026, 1, 2, tzinfo=UTC), actor_id=None, object_type="thing"
    )

    assert _archive(year) == []  # younger rows of its chain stand before it
    assert _all_faults(year) == []


def test_younger_rows_stay(year: Path) -> None:
    with pytest.raises(errors.ArchiveTooYoung, match="6 months"):
        _archive(year, before=date(2026, 6, 1))

    assert not AuditArchive.objects.exists()
    assert [one.month for one in _archive(year, before=date(2026, 3, 1))] == [
        date(2026, 1, 1), date(2026, 2, 1),
    ]  # fmt: skip


def test_an_altered_row_is_not_buried(year: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER append_only")
        cursor.execute("UPDATE audit_auditevent SET reason = 'x' WHERE sequence = 5")
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER append_only")

    with pytest.raises(errors.TrailNotSound, match="row 5"):
        _archive(year)

    assert [one.month.month for one in AuditArchive.objects.all()] == [1]
    assert AuditEvent.objects.filter(sequence=5).exists()


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM audit_auditevent WHERE sequence = 30",
        "SELECT set_config('gridhall.archiving', pg_current_xact_id()::text, true);"
        " DELETE FROM audit_auditevent WHERE sequence = 30",
        "UPDATE audit_auditanchor SET sequence = sequence + 1",
        "DELETE FROM audit_auditanchor",
        "UPDATE audit_auditarchive SET rows = 0",
        "DELETE FROM audit_auditarchive",
    ],
)
def test_nothing_but_an_archive_moves_a_row(year: Path, sql: str) -> None:
    _archive(year)

    with transaction.atomic(), connection.cursor() as cursor:
        *before, forbidden = sql.split(";")
        for one in before:
            cursor.execute(one)
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(forbidden)


def _rewrite(path: Path) -> None:
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    row = json.loads(lines[2])
    row["reason"] = "nobody did this"
    lines[2] = json.dumps(row)
    path.write_bytes(gzip.compress("\n".join(lines).encode()))


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (_rewrite, "is not the file that was written"),
        (_rewrite, "row 2: was altered"),
        (lambda path: path.unlink(), "the file is missing"),
        (lambda path: path.write_bytes(b"nothing"), "the file cannot be read"),
    ],
)
def test_a_harmed_file_is_named(year: Path, harm, found: str) -> None:
    _archive(year)

    harm(year / "audit-2026-01.jsonl.gz")

    assert any(
        fault.startswith("audit-2026-01.jsonl.gz") and found in fault
        for fault in selectors.archive_faults(year)
    )


def test_a_beginning_that_no_archive_holds_is_found(year: Path) -> None:
    _archive(year, before=date(2026, 2, 1))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("audit_auditevent", "audit_auditanchor"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE audit_auditanchor anchor SET sequence = 5, digest = event.digest FROM"
            " audit_auditevent event WHERE event.chain = anchor.chain AND event.sequence = 5"
        )
        cursor.execute("DELETE FROM audit_auditevent WHERE sequence <= 5")

    assert any("not where the last archive ended" in one for one in selectors.broken_links())


def test_heads_from_before_the_archive_are_looked_up_in_its_files(year: Path) -> None:
    old = selectors.Head(chain=0, sequence=2, digest="00" * 32)
    _archive(year)

    assert list(selectors.lost_heads([old])) == []  # without the files nobody can tell
    assert list(selectors.lost_heads([old], archive=year)) == [
        "chain 0, row 2: is another row than was noted down"
    ]


def test_the_jobs_note_the_heads_down_and_archive(year: Path, tmp_path: Path, settings) -> None:
    settings.GRIDHALL_AUDIT_HEADS_FILE = str(tmp_path / "outside" / "heads.jsonl")
    settings.GRIDHALL_AUDIT_ARCHIVE_FOLDER = str(year)

    assert tasks.anchor_heads(0) == 2
    assert tasks.archive(0) >= 4
    assert tasks.anchor_heads(0) == 2

    lines = Path(settings.GRIDHALL_AUDIT_HEADS_FILE).read_text(encoding="utf-8").splitlines()
    assert [len(json.loads(line)["heads"]) for line in lines] == [2, 2]
    assert next(archives.read(year / "audit-2026-01.jsonl.gz")).action == "test.done"
