"""The function that refuses changes, and its first use: audit rows are only ever added."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION gridhall_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

TRIGGER = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION gridhall_refuse_change()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER append_only ON audit_auditevent"),
    ]
