"""Another version in force is noticed by what remembers the one before."""

from django.db import migrations

from gridhall.foundation.stamps.triggers import stamped


class Migration(migrations.Migration):

    dependencies = [("processes", "0005_notes_can_change"), ("stamps", "0001_initial")]

    operations = stamped("processes.definitions", "processes_processdefinition")
