"""A hold says what it is called and in which unit it lies."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0003_attachments"),
        ("identity", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "legalhold", "label", models.CharField(blank=True, default="", max_length=60)
        ),
        migrations.AddField(
            "legalhold",
            "organisation",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="identity.organisation",
            ),
        ),
    ]
