"""A change of the dated tree or of somebody's rights is noticed by what remembers them."""

from django.db import migrations

from gridhall.foundation.stamps.triggers import stamped


class Migration(migrations.Migration):

    dependencies = [("identity", "0008_tariff_roles"), ("stamps", "0001_initial")]

    operations = stamped(
        "identity.tree", "identity_organisationplacement", "identity_treecache"
    ) + stamped(
        "identity.rights", "identity_roleassignment", "identity_deputyship", "identity_deputyrole"
    )
