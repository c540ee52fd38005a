"""A change of the organisation is noticed by what remembers it."""

from django.db import migrations

from gridhall.foundation.stamps.triggers import stamped


class Migration(migrations.Migration):

    dependencies = [("identity", "0006_roles_of_service"), ("stamps", "0001_initial")]

    operations = stamped("identity.organisation", "identity_organisation")
