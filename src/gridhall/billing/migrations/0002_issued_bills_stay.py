"""An issued bill, its lines and its history cannot be edited or deleted, whoever tries."""

from django.db import migrations

BILL = """
CREATE FUNCTION gridhall_bill_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status IN ('RATED', 'DISCARDED') THEN
        IF TG_OP = 'UPDATE' AND NEW.status <> OLD.status
           AND (OLD.status = 'DISCARDED' OR NEW.status NOT IN ('ISSUED', 'DISCARDED')) THEN
            RAISE EXCEPTION 'bill % is %: it never becomes %', OLD.id, OLD.status, NEW.status
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.status = 'ISSUED' AND NEW.status = 'REVERSED'
       AND (to_jsonb(NEW) - 'status') = (to_jsonb(OLD) - 'status') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'bill % is issued: reverse it, it is never edited', OLD.bill_no
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER issued_stays BEFORE UPDATE OR DELETE ON billing_bill
    FOR EACH ROW EXECUTE FUNCTION gridhall_bill_stays();
"""

LINE = """
CREATE FUNCTION gridhall_bill_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT 1 FROM billing_bill WHERE id = OLD.bill_id AND status IN ('RATED', 'DISCARDED')
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'lines of a bill are never edited'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER issued_stays BEFORE UPDATE OR DELETE ON billing_billline
    FOR EACH ROW EXECUTE FUNCTION gridhall_bill_line_stays();
"""

# once for each statement, so that the COPY of many thousand lines costs one look
NEW_LINES = """
CREATE FUNCTION gridhall_issued_bill_gets_no_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM added JOIN billing_bill AS bill ON bill.id = added.bill_id
        WHERE bill.status IN ('ISSUED', 'REVERSED')
    ) THEN
        RAISE EXCEPTION 'an issued bill never gets another line'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER issued_gets_none AFTER INSERT ON billing_billline
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION gridhall_issued_bill_gets_no_line();
"""

HISTORY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON billing_billstatuschange
    FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            BILL, "DROP TRIGGER issued_stays ON billing_bill; DROP FUNCTION gridhall_bill_stays()"
        ),
        migrations.RunSQL(
            LINE,
            "DROP TRIGGER issued_stays ON billing_billline; DROP FUNCTION gridhall_bill_line_stays()",
        ),
        migrations.RunSQL(
            NEW_LINES,
            "DROP TRIGGER issued_gets_none ON billing_billline; "
            "DROP FUNCTION gridhall_issued_bill_gets_no_line()",
        ),
        migrations.RunSQL(HISTORY, "DROP TRIGGER append_only ON billing_billstatuschange"),
    ]
