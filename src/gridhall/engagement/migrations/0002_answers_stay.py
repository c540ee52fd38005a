"""What a customer marked is never edited; only a free text may be blanked when she is erased."""

from django.db import migrations

MARKS = """
CREATE FUNCTION gridhall_survey_mark_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'text') = (to_jsonb(OLD) - 'text') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'answers of customers are never edited'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER marks_stay BEFORE UPDATE OR DELETE ON engagement_surveyansweritem
    FOR EACH ROW EXECUTE FUNCTION gridhall_survey_mark_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("engagement", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON engagement_surveyanswer "
            "FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change()",
            "DROP TRIGGER append_only ON engagement_surveyanswer",
        ),
        migrations.RunSQL(
            MARKS,
            "DROP TRIGGER marks_stay ON engagement_surveyansweritem; "
            "DROP FUNCTION gridhall_survey_mark_stays()",
        ),
    ]
