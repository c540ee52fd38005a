"""Bills below zero are set off against other bills, row by row, and never beyond what there is."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

OFFSET = """
CREATE FUNCTION gridhall_bill_offset_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    credit receivables_receivable;
    debt receivables_receivable;
    given numeric;
    taken numeric;
    between_them numeric;
BEGIN
    PERFORM 1 FROM receivables_receivable WHERE id IN (NEW.credit_id, NEW.debt_id)
        ORDER BY id FOR NO KEY UPDATE;
    SELECT * INTO credit FROM receivables_receivable WHERE id = NEW.credit_id;
    SELECT * INTO debt FROM receivables_receivable WHERE id = NEW.debt_id;
    SELECT COALESCE(SUM(amount), 0) INTO given
        FROM receivables_billoffset WHERE credit_id = NEW.credit_id;
    SELECT COALESCE(SUM(amount), 0) INTO between_them
        FROM receivables_billoffset WHERE credit_id = NEW.credit_id AND debt_id = NEW.debt_id;
    SELECT (SELECT COALESCE(SUM(amount), 0)
              FROM receivables_billoffset WHERE debt_id = NEW.debt_id)
         + (SELECT COALESCE(SUM(amount), 0)
              FROM receivables_paymentallocation WHERE receivable_id = NEW.debt_id) INTO taken;
    IF credit.account_id = debt.account_id AND credit.amount < 0 AND debt.amount > 0
       AND given + NEW.amount <= -credit.amount AND taken + NEW.amount <= debt.amount
       AND between_them + NEW.amount >= 0 THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'set-off of % from receivable % to % does not fit the two bills',
        NEW.amount, NEW.credit_id, NEW.debt_id USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER fits BEFORE INSERT ON receivables_billoffset
    FOR EACH ROW EXECUTE FUNCTION gridhall_bill_offset_fits();
"""
STAYS = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON receivables_billoffset
    FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("receivables", "0003_payment_by_day"), ("audit", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="BillOffset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                ("at", models.DateTimeField()),
                (
                    "credit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offsets_given",
                        to="receivables.receivable",
                    ),
                ),
                (
                    "debt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offsets_taken",
                        to="receivables.receivable",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=~Q(amount=0), name="bill_offset_not_zero"),
                    models.CheckConstraint(
                        condition=~Q(credit=F("debt")), name="bill_offset_between_two_bills"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="receivable", name="receivable_outstanding_within_amount"
        ),
        migrations.AddConstraint(
            model_name="receivable",
            constraint=models.CheckConstraint(
                condition=Q(outstanding__gte=0, outstanding__lte=F("amount"))
                | Q(amount__lt=0, outstanding__lte=0, outstanding__gte=F("amount")),
                name="receivable_outstanding_within_amount",
            ),
        ),
        migrations.AddIndex(
            model_name="receivable",
            index=models.Index(
                fields=["account"], name="receivable_credit_left", condition=Q(outstanding__lt=0)
            ),
        ),
        migrations.RunSQL(
            OFFSET,
            "DROP TRIGGER fits ON receivables_billoffset; DROP FUNCTION gridhall_bill_offset_fits()",
        ),
        migrations.RunSQL(STAYS, "DROP TRIGGER append_only ON receivables_billoffset"),
    ]
