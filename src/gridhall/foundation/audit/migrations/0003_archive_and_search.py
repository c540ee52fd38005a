"""Search at millions of rows, and what is kept of the rows that are archived."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Func, TextField, Value

FAMILY = Func(F("action"), Value("."), Value(1), function="split_part", output_field=TextField())
LABEL = Func(F("object_label"), function="upper", output_field=TextField())
LABEL_BACKWARDS = Func(LABEL, function="reverse", output_field=TextField())


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("identity", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditAnchor",
            fields=[
                ("chain", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField()),
                ("digest", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="AuditArchive",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=60, unique=True)),
                ("month", models.DateField()),
                ("rows", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("ranges", models.JSONField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(model_name="auditevent", name="audit_by_actor"),
        migrations.AlterField(
            model_name="auditevent",
            name="actor",
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="organisation",
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.organisation"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["at", "id"], name="audit_by_moment"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["actor", "at", "id"], name="audit_by_person"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["organisation", "at", "id"], name="audit_by_unit"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(FAMILY, models.F("at"), models.F("id"), name="audit_by_family"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(LABEL, "text_pattern_ops"),
                name="audit_by_label",
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(LABEL_BACKWARDS, "text_pattern_ops"),
                name="audit_by_label_end",
            ),
        ),
    ]
