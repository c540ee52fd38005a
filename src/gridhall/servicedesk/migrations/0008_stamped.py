"""A change of the catalogue is noticed by what remembers it; an index that another one replaces."""

import django.db.models.deletion
from django.db import migrations, models

from gridhall.foundation.stamps.triggers import stamped


class Migration(migrations.Migration):

    dependencies = [("servicedesk", "0007_lists_of_a_million"), ("stamps", "0001_initial")]

    operations = [
        *stamped("servicedesk.topics", "servicedesk_topic"),
        migrations.AlterField(
            "case",
            "part_of",
            models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="parts", to="servicedesk.case",
            ),
        ),
    ]
