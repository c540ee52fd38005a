"""Names of files become encrypted; files get a key of their own."""

import gridhall.foundation.privacy.fields
from django.db import migrations, models

BATCH = 1000


def seal_names(apps, schema_editor):
    """Encrypt the names, a batch at a time; run again, it goes on where it stopped."""
    documents = apps.get_model("documents", "Document").objects.using(schema_editor.connection.alias)
    after = 0
    while rows := list(documents.filter(pk__gt=after).order_by("pk").only("pk", "old_name")[:BATCH]):
        for row in rows:
            row.name = row.old_name
        documents.bulk_update(rows, ["name"])
        after = rows[-1].pk


def open_names(apps, schema_editor):
    """Bring the names back in clear."""
    documents = apps.get_model("documents", "Document").objects.using(schema_editor.connection.alias)
    after = 0
    while rows := list(documents.filter(pk__gt=after).order_by("pk").only("pk", "name")[:BATCH]):
        for row in rows:
            row.old_name = row.name
        documents.bulk_update(rows, ["old_name"])
        after = rows[-1].pk


class Migration(migrations.Migration):

    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.RenameField("document", "name", "old_name"),
        migrations.AlterField("document", "old_name", models.CharField(max_length=200, default="")),
        migrations.AddField(
            "document", "name", gridhall.foundation.privacy.fields.EncryptedTextField(default="")
        ),
        migrations.RunPython(seal_names, open_names),
        migrations.RemoveField("document", "old_name"),
        migrations.AlterField(
            "document", "name", gridhall.foundation.privacy.fields.EncryptedTextField()
        ),
    ]
