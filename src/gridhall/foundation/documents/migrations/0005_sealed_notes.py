"""What people write about a paper or a hold may name somebody: it becomes encrypted.

The columns are younger than every release, so there is nothing to bring over.
"""

import gridhall.foundation.privacy.fields
from django.db import migrations

Text = gridhall.foundation.privacy.fields.EncryptedTextField


class Migration(migrations.Migration):

    dependencies = [("documents", "0004_holds_of_units")]

    operations = [
        migrations.RemoveField("documentversion", "note"),
        migrations.AddField("documentversion", "note", Text(blank=True, default="")),
        migrations.RemoveField("legalhold", "reason"),
        migrations.AddField("legalhold", "reason", Text(default="")),
    ]
