"""History stays as it was but for its notes: keys are rotated, and people may be forgotten."""

from django.db import migrations

KEEP_HISTORY = """
CREATE FUNCTION processes_keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'note' = to_jsonb(OLD) - 'note' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
TRIGGER = """
DROP TRIGGER append_only ON {table};
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {function}();
"""
TABLES = ("processes_steplog", "processes_workitemevent")


class Migration(migrations.Migration):
    dependencies = [("processes", "0004_number_search")]

    operations = [
        migrations.RunSQL(KEEP_HISTORY, "DROP FUNCTION processes_keep_history()"),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table, function="processes_keep_history"),
                TRIGGER.format(table=table, function="gridhall_refuse_change"),
            )
            for table in TABLES
        ),
    ]
