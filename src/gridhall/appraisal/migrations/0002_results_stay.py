"""A result, its parts and the inputs behind it are never edited: a newer result replaces them."""

from django.db import migrations

TABLES = ("appraisalresult", "appraisalline", "appraisalinput", "samplescore")


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON appraisal_{table} "
            "FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change()",
            f"DROP TRIGGER append_only ON appraisal_{table}",
        )
        for table in TABLES
    ]
