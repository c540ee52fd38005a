"""Two regular runs of one month never share an organisation, whoever tries at the same time.

An organisation's path ends with "/", so its subtree is the range of texts from "00/33/" up to
"00/330" ("0" follows "/" in the C collation); overlapping subtrees are overlapping ranges.
"""

from django.db import migrations

CREATE = """
CREATE TYPE gridhall_textrange AS RANGE (SUBTYPE = text, COLLATION = "C");
ALTER TABLE billing_billrun ADD CONSTRAINT bill_run_no_shared_organisation
    EXCLUDE USING gist (
        period_start WITH =,
        gridhall_textrange(
            organisation_path::text, rtrim(organisation_path::text, '/') || '0'
        ) WITH &&
    ) WHERE (status <> 'CANCELLED' AND kind = 'REGULAR');
"""
DROP = """
ALTER TABLE billing_billrun DROP CONSTRAINT bill_run_no_shared_organisation;
DROP TYPE gridhall_textrange;
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_issued_bills_stay"), ("identity", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
