"""Indexes that another one replaces go: each costs at every registration.

What a customer had before is found by an index of the closed cases, which a new case is not in.
"""

import django.db.models.deletion
from django.db import migrations, models

#: Made by Django for patterns, which nobody looks for.
LIKE = "servicedesk_case_dedup_key_7ff0da66_like"


def unindexed(name: str, to: str, **more: object) -> migrations.AlterField:
    """Return the operation that takes the index of a foreign key away."""
    field = models.ForeignKey(
        to, django.db.models.deletion.PROTECT, db_index=False,
        **{"related_name": "+", "null": True, **more},
    )  # fmt: skip
    return migrations.AlterField(model_name="case", name=name, field=field)


class Migration(migrations.Migration):

    dependencies = [
        ("servicedesk", "0010_open_cases_counted"), ("identity", "0001_initial"),
        ("customers", "0001_initial"),
    ]  # fmt: skip

    operations = [
        unindexed("organisation", "identity.organisation", null=False),
        unindexed("handler_organisation", "identity.organisation"),
        unindexed("account", "customers.account"),
        unindexed("gathered_by", "servicedesk.case", related_name="gathered"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["account", "topic", "-closed_at"], name="case_closed_by_account",
                condition=models.Q(status="CLOSED"),
            ),
        ),
        migrations.RunSQL(
            f"DROP INDEX {LIKE}",
            f"CREATE INDEX {LIKE} ON servicedesk_case (dedup_key varchar_pattern_ops)",
        ),
    ]  # fmt: skip
