"""Find the payments of a day without reading all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index that the day totals read."""

    dependencies = [("receivables", "0002_postings_stay")]

    operations = [
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["received_at"], name="payment_by_day"),
        ),
    ]
