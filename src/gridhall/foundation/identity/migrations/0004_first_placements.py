"""Note the place that every unit has today as the place it always had."""

from django.db import migrations

FORWARD = """
    INSERT INTO identity_organisationplacement
        (organisation_id, name, level, kind_label, parent_id, is_open, valid_from)
    SELECT id, name, level, kind_label, parent_id, true, DATE '1900-01-01'
    FROM identity_organisation unit
    WHERE NOT EXISTS (
        SELECT FROM identity_organisationplacement placed WHERE placed.organisation_id = unit.id
    )
"""


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0003_dated_tree_and_lent_roles'),
    ]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
