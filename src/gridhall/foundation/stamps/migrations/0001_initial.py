"""The stamps, and the function that renews them."""

from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION gridhall_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stamps_stamp (name, version) VALUES (TG_ARGV[0], gen_random_uuid())
        ON CONFLICT (name) DO UPDATE SET version = EXCLUDED.version;
    RETURN NULL;
END $$
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("version", models.UUIDField()),
            ],
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION gridhall_stamp()"),
    ]
