"""Putting tables under a stamp, for migrations."""

from __future__ import annotations

from django.db import migrations


def stamped(name: str, *tables: str) -> list[migrations.RunSQL]:
    """Return the operations after which every change of one of the tables renews the stamp."""
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER stamp AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION gridhall_stamp('{name}')",
            f"DROP TRIGGER stamp ON {table}",
        )
        for table in tables
    ] + [
        migrations.RunSQL(
            [("INSERT INTO stamps_stamp VALUES (%s, gen_random_uuid())", [name])],
            [("DELETE FROM stamps_stamp WHERE name = %s", [name])],
        )
    ]
