"""Openings of sealed files, warnings, notes, effects and tries are only ever added."""

from django.db import migrations

#: Its encrypted note may be erased or encrypted anew; what happened stays.
TRY = """
CREATE TRIGGER append_only
    BEFORE DELETE OR UPDATE OF contact_id, number, outcome, next_on, at, by_id
    ON servicedesk_contactattempt FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change();
"""


def _stays(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON servicedesk_{table} "
        "FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change();",
        f"DROP TRIGGER append_only ON servicedesk_{table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("servicedesk", "0002_beyond_single_cases"),
        ("audit", "0002_append_only"),
    ]

    operations = [
        _stays("sealedopening"),
        _stays("sealedwarning"),
        _stays("measurenote"),
        _stays("measureeffect"),
        _stays("massanswered"),
        migrations.RunSQL(TRY, "DROP TRIGGER append_only ON servicedesk_contactattempt"),
    ]
