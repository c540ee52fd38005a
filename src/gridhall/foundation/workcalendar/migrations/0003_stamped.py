"""A change of a calendar is noticed by what remembers it."""

from django.db import migrations

from gridhall.foundation.stamps.triggers import stamped


class Migration(migrations.Migration):

    dependencies = [("workcalendar", "0002_parent"), ("stamps", "0001_initial")]

    operations = stamped("workcalendar.calendars", "workcalendar_workcalendar")
