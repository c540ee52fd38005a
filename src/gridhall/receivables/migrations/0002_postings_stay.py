"""Postings are only ever added; a payment can be marked reversed and nothing else."""

from django.db import migrations

APPEND_ONLY = ("ledgerentry", "paymentallocation", "paymentreversal", "paymentnotice", "receiptprint")

PAYMENT = """
CREATE FUNCTION gridhall_payment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.status = 'POSTED' AND NEW.status = 'REVERSED'
       AND (to_jsonb(NEW) - 'status') = (to_jsonb(OLD) - 'status') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'payment % is posted: reverse it, it is never edited', OLD.receipt_no
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER posted_stays BEFORE UPDATE OR DELETE ON receivables_payment
    FOR EACH ROW EXECUTE FUNCTION gridhall_payment_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("receivables", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            PAYMENT,
            "DROP TRIGGER posted_stays ON receivables_payment; DROP FUNCTION gridhall_payment_stays()",
        ),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON receivables_{table} "
                "FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change()",
                f"DROP TRIGGER append_only ON receivables_{table}",
            )
            for table in APPEND_ONLY
        ),
    ]
