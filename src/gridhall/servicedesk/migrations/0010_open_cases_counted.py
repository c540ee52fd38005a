"""The index of the open cases holds what is counted of them: lists and boards read no row."""

from django.db import migrations, models

OPEN = models.Q(
    status__in=["RECEIVED", "IN_PROGRESS", "WAITING_CUSTOMER", "WAITING_THIRD", "ANSWERED"]
)


class Migration(migrations.Migration):
    dependencies = [("servicedesk", "0009_desk_tools")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["-id"], name="case_open_counted", condition=OPEN,
                include=["organisation", "kind", "status", "due_at", "handler",
                         "escalation_level", "sealed", "received_at"],
            ),
        ),
        migrations.RemoveIndex(model_name="case", name="case_open"),
    ]  # fmt: skip
