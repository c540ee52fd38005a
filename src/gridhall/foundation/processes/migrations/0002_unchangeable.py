"""History is only ever added; the text of a version that was ever in force stays as it was."""

from django.db import migrations

KEEP_TEXT = """
CREATE FUNCTION processes_keep_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'DRAFT' AND (
        TG_OP = 'DELETE' OR NEW.status = 'DRAFT'
        OR (NEW.code, NEW.version, NEW.text, NEW.digest)
           IS DISTINCT FROM (OLD.code, OLD.version, OLD.text, OLD.digest)
    ) THEN
        RAISE EXCEPTION 'a process version that was in force is never changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_text BEFORE UPDATE OR DELETE ON processes_processdefinition
    FOR EACH ROW EXECUTE FUNCTION processes_keep_text();
"""
DROP_TEXT = """
DROP TRIGGER keep_text ON processes_processdefinition;
DROP FUNCTION processes_keep_text();
"""
APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change();
"""
TABLES = ("processes_steplog", "processes_workitemevent", "processes_signalreceived")


class Migration(migrations.Migration):
    dependencies = [("processes", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        migrations.RunSQL(KEEP_TEXT, DROP_TEXT),
        *(
            migrations.RunSQL(
                APPEND_ONLY.format(table=table), f"DROP TRIGGER append_only ON {table}"
            )
            for table in TABLES
        ),
    ]
