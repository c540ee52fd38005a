"""A calendar may take what it does not say itself from another."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("workcalendar", "0001_initial")]

    operations = [
        migrations.AddField(
            "workcalendar",
            "parent",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="workcalendar.workcalendar",
            ),
        ),
    ]
