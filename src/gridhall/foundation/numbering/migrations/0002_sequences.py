"""The sequences behind numbers that may have gaps."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("numbering", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE IF NOT EXISTS numbering_case",
            "DROP SEQUENCE IF EXISTS numbering_case",
        ),
    ]
