"""What was measured and approved stays: spans, events and escalations are only ever added, an
approved standard is only ended, a choice of profile is only ended."""

from django.db import migrations

APPEND_ONLY = ("standards_clockspan", "standards_clockevent", "standards_escalation")

REFUSE = """
CREATE FUNCTION gridhall_standard_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'APPROVED' AND (
        TG_OP = 'DELETE'
        OR (to_jsonb(NEW) - 'valid_to') IS DISTINCT FROM (to_jsonb(OLD) - 'valid_to')
    ) THEN
        RAISE EXCEPTION 'an approved standard is never changed, the next version ends it'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION gridhall_ladder_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM standards_servicestandard
               WHERE id = OLD.standard_id AND status = 'APPROVED') THEN
        RAISE EXCEPTION 'the ladder of an approved standard is never changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION gridhall_choice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR (to_jsonb(NEW) - 'valid_to') IS DISTINCT FROM (to_jsonb(OLD) - 'valid_to') THEN
        RAISE EXCEPTION 'a choice of profile is only ended'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approved_stays BEFORE UPDATE OR DELETE ON standards_servicestandard
    FOR EACH ROW EXECUTE FUNCTION gridhall_standard_stays();
CREATE TRIGGER approved_stays BEFORE UPDATE OR DELETE ON standards_ladderstep
    FOR EACH ROW EXECUTE FUNCTION gridhall_ladder_stays();
CREATE TRIGGER only_ended BEFORE UPDATE OR DELETE ON standards_profileinforce
    FOR EACH ROW EXECUTE FUNCTION gridhall_choice_stays();
"""

ALLOW = """
DROP TRIGGER only_ended ON standards_profileinforce;
DROP TRIGGER approved_stays ON standards_ladderstep;
DROP TRIGGER approved_stays ON standards_servicestandard;
DROP FUNCTION gridhall_choice_stays();
DROP FUNCTION gridhall_ladder_stays();
DROP FUNCTION gridhall_standard_stays();
"""

TRIGGER = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("standards", "0001_initial"),
        ("audit", "0002_append_only"),
    ]

    operations = [
        migrations.RunSQL(REFUSE, ALLOW),
        *(
            migrations.RunSQL(TRIGGER.format(table=name), f"DROP TRIGGER append_only ON {name};")
            for name in APPEND_ONLY
        ),
    ]
