"""Grow the demo town's cases into as many as asked for, with their work items and clocks.

Every row is a copy of one that the program wrote itself; ``variety`` says in what the copies
differ. Cases that are over fill the years, open ones lie in the last days. What a list reads is
copied; conversations and histories are not.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction

from bench.million import bulk
from bench.million.variety import COMMON, SUMMARIES, write_summaries, write_variety

TABLES = [
    "servicedesk_case", "processes_processinstance", "processes_token", "processes_workitem",
    "standards_measuredsubject", "standards_clock",
]  # fmt: skip
STRIDE = 10_000  # every copied id is the original plus this times the number of the copy
TOLD = f"t.dedup_key LIKE 'demo %%' AND t.id < {STRIDE}"
BUSY = "t.kind = 'COMPLAINT' AND t.status = 'RECEIVED'"
MOVED = f"+ v.k * {STRIDE}"
Say = Callable[[str], None]


def build(cases: int, items: int, clocks: int, say: Say) -> None:
    """Copy until there are so many cases and work items, and so many clocks that run."""
    many, some, few = _standing()
    copies = -(-clocks // (many[1] * COMMON + some[1])) * COMMON
    open_cases = copies // COMMON * (many[0] * COMMON + some[0])
    over = -(-(cases - open_cases) // few)
    first = max(count_from("max(id)", table) for table in TABLES) // STRIDE + 1
    with transaction.atomic(), bulk.bare(TABLES, say):
        say("what differs")
        write_summaries()
        ended, standing = range(first, first + over), range(first + over, first + over + copies)
        write_variety(over=ended, standing=standing)
        say("cases that are over")
        _copy("t.status = 'CLOSED'", ended)
        say("open cases")
        _copy(f"t.closed_at IS NULL AND ({BUSY} OR v.k %% {COMMON} = 0)", standing)
        say("work items of longer cases")
        _more_items(items, (first + over + copies) * STRIDE)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def count_from(what: str, source: str) -> int:
    """Return one number of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {what} FROM {source}", {})
        (number,) = cursor.fetchone()
    return int(number or 0)


def _standing() -> tuple[tuple[int, int], tuple[int, int], int]:
    """Return cases and running clocks of the busy and of other open originals, and those over."""
    kinds = []
    for busy in (BUSY, f"NOT ({BUSY})"):
        which = f"servicedesk_case t WHERE {TOLD} AND t.closed_at IS NULL AND {busy}"
        clocks = (
            "standards_clock c JOIN standards_measuredsubject s ON s.id = c.subject_id "
            f"WHERE c.status = 'RUNNING' AND s.subject_id IN (SELECT t.id::text FROM {which})"
        )
        kinds.append((count_from("count(*)", which), count_from("count(*)", clocks)))
    over = count_from("count(*)", f"servicedesk_case t WHERE {TOLD} AND t.status = 'CLOSED'")
    return kinds[0], kinds[1], over


def _copy(which: str, numbers: range) -> None:
    within = f"v.k BETWEEN {numbers.start} AND {numbers.stop - 1}"
    _copy_cases(which, within)
    new = f"servicedesk_case c ON c.id = t.subject_id::bigint {MOVED}"
    mine = f"t.subject_type = 'case' AND t.id < {STRIDE}"
    label = {"subject_id": "c.id::text", "subject_label": "c.number"}
    here = {"organisation_id": _here("c.organisation_id")}
    _clone("processes_processinstance", f"JOIN {new}", f"{mine} AND {within}", label | here | {
        "dedup_key": "t.dedup_key || '-' || v.k", "root_id": f"t.root_id {MOVED}",
        "parent_id": f"t.parent_id {MOVED}", "parent_token_id": f"t.parent_token_id {MOVED}",
    })  # fmt: skip
    _clone("processes_token", f"JOIN processes_processinstance i ON i.id = t.instance_id {MOVED}",
           f"{within} AND t.id < {STRIDE}",
           {"instance_id": "i.id", "parent_id": f"t.parent_id {MOVED}"})  # fmt: skip
    _copy_items(new, f"{mine} AND {within}", label | here)
    person = {"user_id": "CASE WHEN c.closed_at IS NULL THEN c.handler_id ELSE t.user_id END"}
    _clone("standards_measuredsubject", f"JOIN {new}", f"{mine} AND {within}",
           {"subject_id": "c.id::text", "label": "c.number"} | here | person)  # fmt: skip
    _clone(
        "standards_clock",
        f"JOIN standards_measuredsubject s ON s.id = t.subject_id {MOVED} "
        "JOIN servicedesk_case c ON c.id = s.subject_id::bigint",
        f"{within} AND t.id < {STRIDE}",
        {"subject_id": "s.id", "label": "c.number", "kind": "c.kind", "category": "c.category",
         "area": "c.area", "channel": "c.channel"} | here | person,
    )  # fmt: skip


def _copy_cases(which: str, within: str) -> None:
    shifted = "t.registered_at + v.shift"
    by_kind = "CASE t.kind WHEN 'CONSULTATION' THEN {} WHEN 'COMPLAINT' THEN {} ELSE t.{} END"
    over, free = "t.closed_at IS NOT NULL", "cardinality(t.search_tokens) = 0"
    stars = f"CASE WHEN {over} THEN v.rating ELSE t.rating END"
    person = "CASE WHEN t.sealed THEN t.handler_id ELSE v.person_id END"
    _clone(
        "servicedesk_case",
        f"JOIN bench_summary w ON w.n = (v.k * 7 + t.id) %% {SUMMARIES}",
        f"{TOLD} AND {which} AND {within}",
        {
            "number": f"'S' || to_char({shifted}, 'YYYYMMDD') || '-' || (t.id {MOVED})",
            "dedup_key": "t.dedup_key || '-' || v.k",
            "kind": by_kind.format(f"CASE WHEN {over} THEN v.kind ELSE t.kind END", "t.kind",
                                   "kind"),
            "category": f"CASE WHEN {over} THEN " + by_kind.format(
                "v.category", "v.complaint", "category") + " ELSE t.category END",
            "topic_id": f"CASE WHEN {over} THEN " + by_kind.format(
                "v.topic_id", "v.complaint_id", "topic_id") + " ELSE t.topic_id END",
            "organisation_id": "v.unit_id",
            "handler_organisation_id": "CASE WHEN t.handler_organisation_id = t.organisation_id "
                                       "THEN v.unit_id ELSE t.handler_organisation_id END",
            "account_id": "CASE WHEN t.account_id IS NOT NULL THEN v.account_id END",
            "handler_id": person, "channel": "v.channel", "priority": "v.priority",
            "area": "CASE WHEN t.area = '' THEN '' ELSE v.area END",
            "escalation_level": "v.level", "rating": stars,
            "satisfied": f"CASE WHEN {over} THEN v.rating > 2 ELSE t.satisfied END",
            "summary": f"CASE WHEN {free} THEN t.summary ELSE w.summary END",
            "search_tokens": f"CASE WHEN {free} THEN t.search_tokens ELSE w.tokens END",
        },
    )  # fmt: skip


def _copy_items(new: str, which: str, changed: dict[str, str]) -> None:
    waits = "t.status = 'OPEN' AND c.handler_id IS NOT NULL"
    seconds = "extract(epoch FROM v.shift)::bigint"
    _clone("processes_workitem", f"JOIN {new}", which, changed | {
        "instance_id": f"t.instance_id {MOVED}", "token_id": f"t.token_id {MOVED}",
        "turn": f"t.turn + CASE WHEN t.due_at IS NULL THEN 0 ELSE {seconds} END",
        "assignee_id": f"CASE WHEN {waits} THEN c.handler_id WHEN t.status = 'OPEN' THEN NULL "
                       "ELSE t.assignee_id END",
        "assigned_at": f"CASE WHEN {waits} THEN t.created_at + v.shift WHEN t.status = 'OPEN' "
                       "THEN NULL ELSE t.assigned_at + v.shift END",
        "done_by_id": "CASE WHEN t.done_by_id IS NOT NULL THEN "
                      "COALESCE(c.handler_id, t.done_by_id) END",
    })  # fmt: skip


def _here(unit: str) -> str:
    """Say that work of a service point is work of the copied case's; other work stays."""
    point = "SELECT id FROM identity_organisation WHERE level = 'SERVICE_POINT'"
    return f"CASE WHEN t.organisation_id IN ({point}) THEN {unit} ELSE t.organisation_id END"


def _clone(table: str, join: str, which: str, changed: dict[str, str]) -> None:
    shifted = {name: f't."{name}" + v.shift' for name in _moments(table)}
    bulk.clone(table, which, f"CROSS JOIN bench_variety v {join}",
               {"id": f"t.id {MOVED}"} | shifted | changed, none=None)  # fmt: skip


def _more_items(items: int, first_id: int) -> None:
    """Copy finished items of the copies: as if their cases had gone round more often."""
    missing = items - count_from("count(*)", "processes_workitem")
    if missing <= 0:
        return
    done = f"t.status = 'DONE' AND t.id > {STRIDE}"
    rounds = -(-missing // count_from("count(*)", f"processes_workitem t WHERE {done}"))
    count_from(f"setval(pg_get_serial_sequence('processes_workitem', 'id'), {first_id})",
               "(SELECT 1) one")  # fmt: skip
    bulk.clone(
        "processes_workitem", done, f"CROSS JOIN generate_series(1, {rounds}) again", {},
    )  # fmt: skip


def _moments(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
            "AND data_type = 'timestamp with time zone'",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]
