"""Care flags and equipment of the accounts so far become entries of the customer file."""

from django.db import migrations

CARE = """
    INSERT INTO customers_careneed (account_id, kind, person, proof, note)
    SELECT account.id,
           CASE flag WHEN '高龄' THEN 'ELDERLY' WHEN '残障' THEN 'DISABLED'
                     WHEN '独居老人' THEN 'LIVING_ALONE' ELSE 'LIFE_SUPPORT' END,
           ''::bytea, ''::bytea, ''::bytea
    FROM customers_account AS account, unnest(account.care_flags) AS flag
    WHERE flag IN ('高龄', '残障', '独居老人', '生命支持设备')
    ON CONFLICT DO NOTHING
"""
EQUIPMENT = """
    INSERT INTO customers_equipmentitem (account_id, kind, name, quantity)
    SELECT account.id, 'OTHER', item.name, 1
    FROM customers_account AS account,
         unnest(account.equipment) WITH ORDINALITY AS item (name, place)
    WHERE NOT EXISTS (
        SELECT FROM customers_equipmentitem AS known WHERE known.account_id = account.id
    )
    ORDER BY account.id, item.place
"""


class Migration(migrations.Migration):
    """Can be run again: what is there already stays."""

    dependencies = [
        ("customers", "0005_duplicates"),
    ]

    operations = [
        migrations.RunSQL(CARE, migrations.RunSQL.noop),
        migrations.RunSQL(EQUIPMENT, migrations.RunSQL.noop),
    ]
