"""Handing out numbers."""

from __future__ import annotations

from django.db import connection, transaction

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
