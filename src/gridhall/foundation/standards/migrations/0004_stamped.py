"""Another profile in force is noticed by what remembers the one before."""

from django.db import migrations

from gridhall.foundation.stamps.triggers import stamped


class Migration(migrations.Migration):

    dependencies = [("standards", "0003_fewer_indexes"), ("stamps", "0001_initial")]

    operations = stamped("standards.profiles", "standards_profile", "standards_profileinforce")
