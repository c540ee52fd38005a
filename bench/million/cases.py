"""Grow the demo town's cases into as many as asked for, with their work items and clocks.

Every row is a copy of one that the program wrote itself: cases that are over fill the years, open
ones lie around now. What a list reads is copied; conversations and histories are not.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction

from bench.million import bulk

TABLES = [
    "servicedesk_case", "processes_processinstance", "processes_token", "processes_workitem",
    "standards_measuredsubject", "standards_clock",
]  # fmt: skip
STRIDE = 10_000  # every copied id is the original plus this times the number of the copy
OPEN_SHARE = 25  # of so many cases one is open
Say = Callable[[str], None]


def build(cases: int, items: int, say: Say) -> None:
    """Copy until there are so many cases and work items."""
    over, standing = _originals("status = 'CLOSED'"), _originals("closed_at IS NULL")
    with transaction.atomic(), bulk.bare(TABLES, say):
        say("cases that are over")
        copies = (cases - cases // OPEN_SHARE) // len(over)
        _copy(over, first=1, copies=copies, minutes="-((k * 613) %% 900000) - 60")
        say("open cases")
        more = cases // OPEN_SHARE // len(standing)
        _copy(standing, first=copies + 1, copies=more, minutes="((k * 7919) %% 20000) - 14000")
        say("work items of longer cases")
        _more_items(items)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def count(table: str) -> int:
    """Return how many rows a table has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        (number,) = cursor.fetchone()
    return int(number)


def _originals(which: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM servicedesk_case WHERE {which} AND id < {STRIDE}")
        return [pk for (pk,) in cursor.fetchall()]


def _copy(originals: list[int], *, first: int, copies: int, minutes: str) -> None:
    numbers = f"CROSS JOIN generate_series({first}, {first + copies - 1}) k"
    cases = ", ".join(map(str, originals))
    texts = ", ".join(f"'{pk}'" for pk in originals)
    about = f"t.subject_type = 'case' AND t.subject_id IN ({texts})"
    subject = f"(t.subject_id::bigint + k * {STRIDE})::text"
    label = "t.{} || '-' || k"
    moved = f"+ k * {STRIDE}"
    day = f"to_char(t.registered_at + ({minutes}) * interval '1 minute', 'YYYYMMDD')"
    number = f"'S' || {day} || '-' || (t.id {moved})"
    of_instances = f"t.instance_id IN (SELECT id FROM processes_processinstance t WHERE {about})"
    of_subjects = f"t.subject_id IN (SELECT id FROM standards_measuredsubject t WHERE {about})"
    for table, which, changed in (
        ("servicedesk_case", f"t.id IN ({cases})",
         {"number": number, "dedup_key": label.format("dedup_key")}),
        ("processes_processinstance", about,
         {"subject_id": subject, "subject_label": label.format("subject_label"),
          "dedup_key": label.format("dedup_key")}),
        ("processes_token", of_instances, {"instance_id": f"t.instance_id {moved}"}),
        ("processes_workitem", of_instances,
         {"instance_id": f"t.instance_id {moved}", "token_id": f"t.token_id {moved}",
          "subject_id": subject, "subject_label": label.format("subject_label")}),
        ("standards_measuredsubject", about,
         {"subject_id": subject, "label": label.format("label")}),
        ("standards_clock", of_subjects,
         {"subject_id": f"t.subject_id {moved}", "label": label.format("label")}),
    ):  # fmt: skip
        shifted = {name: f't."{name}" + ({minutes}) * interval \'1 minute\''
                   for name in _moments(table)}  # fmt: skip
        bulk.clone(table, f"{which} AND t.id < {STRIDE}", numbers,
                   {"id": f"t.id {moved}"} | shifted | changed, none=None)  # fmt: skip


def _more_items(items: int) -> None:
    """Copy finished items of the copies: as if their cases had gone round more often."""
    missing = items - count("processes_workitem")
    if missing > 0:
        done = f"(SELECT count(*) FROM processes_workitem WHERE status = 'DONE' AND id > {STRIDE})"
        bulk.clone(
            "processes_workitem", f"t.status = 'DONE' AND t.id > {STRIDE}",
            f"CROSS JOIN generate_series(1, (SELECT {missing} / {done} + 1)) again", {},
        )  # fmt: skip


def _moments(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
            "AND data_type = 'timestamp with time zone'",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]
