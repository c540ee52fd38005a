"""Handing out numbers."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from psycopg import sql

from gridhall.foundation import sequences

from .formats import format_of

TAKE = """
    INSERT INTO numbering_numbersequence (code, period, next_value) VALUES (%s, %s, %s + 1)
    ON CONFLICT (code, period)
    DO UPDATE SET next_value = numbering_numbersequence.next_value + %s
    RETURNING next_value
"""


@transaction.atomic
def take_numbers(*, code: str, period: str = "", count: int = 1) -> range:
    """Reserve ``count`` numbers without a gap and return them.

    The counter's row stays locked until the caller's transaction ends: if that fails the numbers
    were never given, so the sequence has no holes.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [code, period, count, count])
        (next_value,) = cursor.fetchone()
    return range(next_value - count, next_value)


def issue_number(*, code: str, on: date, scope: str = "") -> str:
    """Return the next number of a format (``formats.py``) as it is written.

    Gapless ones belong late in the transaction: whoever wants one too waits for its end. ``scope``
    is the unit of a scoped format. Raises KeyError for an unknown format.
    """
    return issue_numbers(code=code, on=on, scope=scope, count=1)[0]


def issue_numbers(*, code: str, on: date, count: int, scope: str = "") -> list[str]:
    """Return the next ``count`` numbers of a format, in order."""
    form = format_of(code)
    if form.gapless:
        counter, period = form.counter(scope=scope, on=on)
        numbers = list(take_numbers(code=counter, period=period, count=count))
    else:
        numbers = _next_of_sequence(form.sequence, count)
    return [form.text(number, on=on, scope=scope) for number in numbers]


def _next_of_sequence(name: str, count: int) -> list[int]:
    if count == 1:
        return sequences.take([f"'{name}'"])
    query = sql.SQL("SELECT nextval({name}) FROM generate_series(1, %s)").format(
        name=sql.Literal(name)
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [count])
        return [row[0] for row in cursor.fetchall()]
