"""Entries and changes of status are only ever added; of a custody only the end is set."""

from django.db import migrations

#: Texts and reasons may be erased or encrypted anew; that something was said or done, when and by
#: whom, stays.
ENTRY = """
CREATE TRIGGER append_only
    BEFORE DELETE OR UPDATE OF case_id, kind, shown_to_customer, code, channel, at, by_id,
        by_customer, dedup_key
    ON servicedesk_caseentry FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change();
"""
CUSTODY = """
CREATE TRIGGER append_only
    BEFORE DELETE OR UPDATE OF case_id, party, organisation_id, role, user_id, start
    ON servicedesk_custody FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change();
"""
STATUS = """
CREATE TRIGGER append_only
    BEFORE DELETE OR UPDATE OF case_id, before, after, at, by_id
    ON servicedesk_casestatuschange FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("servicedesk", "0004_sealed_email"),
        ("audit", "0002_append_only"),
    ]

    operations = [
        migrations.RunSQL(ENTRY, "DROP TRIGGER append_only ON servicedesk_caseentry"),
        migrations.RunSQL(CUSTODY, "DROP TRIGGER append_only ON servicedesk_custody"),
        migrations.RunSQL(STATUS, "DROP TRIGGER append_only ON servicedesk_casestatuschange"),
    ]
