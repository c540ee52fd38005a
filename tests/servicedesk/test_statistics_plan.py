"""Statistics are answered from one index, whatever they count by."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gridhall.foundation.identity.selectors import whole_company
from gridhall.servicedesk import selectors

from .desk import Desk

MARCH = selectors.Span(first=date(2026, 3, 1), last=date(2026, 3, 31))


@pytest.mark.parametrize("dimension", list(selectors.DIMENSIONS))
def test_a_count_needs_the_index_only(desk: Desk, dimension: str) -> None:
    desk.register("COMPLAINT")
    with CaptureQueriesContext(connection) as asked:
        selectors.counts(scope=whole_company(), dimension=dimension, span=MARCH)
    count = next(one["sql"] for one in asked if "servicedesk_case" in one["sql"])

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {count}")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "Index Only Scan using case_counted" in plan, plan
