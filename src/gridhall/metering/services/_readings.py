"""Recording readings: streamed into the database, never overwriting what is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from gridhall.foundation.imports.outcome import Outcome
from gridhall.metering.records import NewReading

from ._audit import record_import

TABLE = """
    CREATE TEMPORARY TABLE incoming_reading (
        place integer, usage_point_id bigint, meter_id bigint, register text,
        read_at timestamptz, value numeric(14,4), source text, reason text,
        demand_at timestamptz
    ) ON COMMIT DROP
"""
COPY = (
    "COPY incoming_reading (place, usage_point_id, meter_id, register, read_at, value, source,"
    " reason, demand_at) FROM STDIN"
)
INSERT = """
    INSERT INTO metering_meterreading
        (usage_point_id, meter_id, register, read_at, value, source, reason, demand_at)
    SELECT DISTINCT ON (meter_id, register, read_at, reason)
        usage_point_id, meter_id, register, read_at, value, source, reason, demand_at
    FROM incoming_reading ORDER BY meter_id, register, read_at, reason, place
    ON CONFLICT (meter_id, register, read_at, reason) DO NOTHING
    RETURNING id
"""
COMPARE = """
    SELECT incoming.place, stored.id,
        (stored.usage_point_id, stored.value) = (incoming.usage_point_id, incoming.value)
        AND stored.demand_at IS NOT DISTINCT FROM incoming.demand_at
    FROM incoming_reading incoming JOIN metering_meterreading stored
        USING (meter_id, register, read_at, reason)
    ORDER BY incoming.place
"""


@transaction.atomic
def put_readings(
    *, rows: Sequence[NewReading], at: datetime, actor_id: int | None
) -> list[Outcome]:
    """Record these readings; return one outcome per row.

    The same reading again is UNCHANGED; another value for the same meter, register, moment and
    reason is a CONFLICT and changes nothing: a reading is evidence.
    """
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS incoming_reading")
        cursor.execute(TABLE)
        with cursor.copy(COPY) as copy:
            for place, row in enumerate(rows):
                copy.write_row(
                    (
                        place, row.usage_point_id, row.meter_id, row.register, row.read_at,
                        row.value, row.source, row.reason, row.demand_at,
                    )
                )  # fmt: skip
        cursor.execute(INSERT)
        fresh = {pk for (pk,) in cursor.fetchall()}
        cursor.execute(COMPARE)
        compared = cursor.fetchall()
        cursor.execute("DROP TABLE incoming_reading")
    outcomes = []
    for _place, pk, same in compared:
        if pk in fresh:
            outcomes.append(Outcome.CREATED)
            fresh.remove(pk)  # the same row further down is a repetition
        else:
            outcomes.append(Outcome.UNCHANGED if same else Outcome.CONFLICT)
    record_import(object_type="readings", outcomes=outcomes, at=at, actor_id=actor_id)
    return outcomes
