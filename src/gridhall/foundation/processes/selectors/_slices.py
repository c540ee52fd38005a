"""Reading the slices of a box: the rows of a page, and how many there are, in one question."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from ._items import RELATED, SHOWN, WorkItemView, of_values

COUNT_LIMIT = 1_000
TABLE = "processes_workitem"
HITS = "hits"
MOST_NUMBERS = 5_000
#: Open items by the beginning or the end of their number (indexes work_number, work_number_end).
BY_NUMBER = f"""
    hits AS MATERIALIZED (
        SELECT * FROM {TABLE} WHERE status = 'OPEN' AND (
            upper(subject_label) LIKE %(begins)s OR reverse(upper(subject_label)) LIKE %(ends)s
        ) LIMIT %(most)s
    ),
"""  # noqa: S608 - the table's name is a constant


@dataclass(slots=True)
class Slices:
    """The slices of a box: a table of their keys, and the condition of a row in a slice."""

    slices: str
    condition: str
    params: dict[str, Any] = field(default_factory=dict)
    table: str = TABLE
    #: What is the same in a whole slice. Ordering by it first leaves only the index of the
    #: slice: a role without work must not be looked for among all the work there is.
    same: tuple[str, ...] = ()

    def order(self, direction: str) -> str:
        """Return the order inside of a slice."""
        columns = (*self.same, "turn", "id")
        return ", ".join(f"w.{column} {direction}" for column in columns)


def read_page(
    query: Slices, *, key: re.Match[str] | None, backwards: bool, limit: int
) -> tuple[int | None, list[tuple[str, WorkItemView]]]:
    """Return the number of rows as ``count_rows`` does, and the items behind a key with theirs."""
    order, sign = ("DESC", "<") if backwards else ("ASC", ">")
    params: dict[str, Any] = query.params | {"limit": limit}
    beyond = ""
    if key is not None:
        beyond = f"AND (w.turn, w.id) {sign} (%(turn)s, %(id)s)"
        params |= {"turn": int(key[1]), "id": int(key[2])}
    sql = f"""
        WITH {_hits(query)} counted AS ({_counting(query)}), found AS MATERIALIZED (
            SELECT f.turn, f.id FROM {_from(query.slices)} CROSS JOIN LATERAL (
                SELECT w.turn, w.id FROM {query.table} w
                WHERE w.status = 'OPEN' AND {query.condition} {beyond}
                ORDER BY {query.order(order)} LIMIT %(limit)s
            ) AS f ORDER BY f.turn {order}, f.id {order} LIMIT %(limit)s
        )
        SELECT counted.number, shown.* FROM counted LEFT JOIN (
            SELECT w.turn, {SHOWN} FROM found f JOIN {TABLE} w ON w.id = f.id {RELATED}
        ) AS shown ON true ORDER BY shown.turn {order}, shown.id {order}
    """  # noqa: S608 - made of the constants of this module; values are parameters
    with connection.cursor() as cursor:
        cursor.execute(sql, params | {"count_limit": COUNT_LIMIT + 1})
        rows = cursor.fetchall()
    items = [(f"{row[1]}.{row[2]}", of_values(row[2:])) for row in rows if row[1] is not None]
    return _known(rows[0][0]), items


def count_rows(query: Slices) -> int | None:
    """Return how many items there are; None for more than COUNT_LIMIT."""
    sql = f"WITH {_hits(query)} counted AS ({_counting(query)}) SELECT number FROM counted"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, query.params | {"count_limit": COUNT_LIMIT + 1})
        [(number,)] = cursor.fetchall()
    return _known(number)


def _counting(query: Slices) -> str:
    # in order, although nobody looks at it: so the index is taken and not the whole table
    return f"""
        SELECT count(*) AS number FROM (
            SELECT 1 FROM {_from(query.slices)} CROSS JOIN LATERAL (
                SELECT 1 FROM {query.table} w WHERE w.status = 'OPEN' AND {query.condition}
                ORDER BY {query.order("ASC")} LIMIT %(count_limit)s
            ) AS f LIMIT %(count_limit)s
        ) AS rows
    """  # noqa: S608 - made of the constants of this module; values are parameters


def _known(number: int) -> int | None:
    return None if number > COUNT_LIMIT else int(number)


def _hits(query: Slices) -> str:
    return BY_NUMBER if query.table == HITS else ""


def _from(slices: str) -> str:
    return f"{slices} AS s(one)" if slices.startswith("(") else slices
