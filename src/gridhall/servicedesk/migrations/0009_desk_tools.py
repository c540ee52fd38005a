"""Versions of prepared texts, wall screens without a log-in, answers to all that go on again."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

#: What was answered stays; only a case that refused may be tried again.
ANSWERED = """
DROP TRIGGER append_only ON servicedesk_massanswered;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON servicedesk_massanswered
    FOR EACH ROW WHEN (OLD.fault = '') EXECUTE FUNCTION gridhall_refuse_change();
"""
ANSWERED_BEFORE = """
DROP TRIGGER append_only ON servicedesk_massanswered;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON servicedesk_massanswered
    FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change();
"""
VERSION = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON servicedesk_macroversion
    FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0007_stamped"),
        ("servicedesk", "0008_stamped"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="macro",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="massanswer",
            name="resumed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="MacroVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("title_zh", models.CharField(max_length=60)),
                ("title_en", models.CharField(max_length=60)),
                ("body_zh", models.TextField()),
                ("body_en", models.TextField(blank=True)),
                ("active", models.BooleanField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "macro",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="servicedesk.macro",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("macro", "version"), name="macro_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WallScreen",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                ("code_digest", models.CharField(blank=True, max_length=64)),
                ("code_until", models.DateTimeField(null=True)),
                ("key_digest", models.CharField(blank=True, max_length=64)),
                ("opened_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("valid_to", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=300)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code_digest", ""), _negated=True),
                        fields=("code_digest",),
                        name="wall_code_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("key_digest", ""), _negated=True),
                        fields=("key_digest",),
                        name="wall_key_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(ANSWERED, ANSWERED_BEFORE),
        migrations.RunSQL(VERSION, "DROP TRIGGER append_only ON servicedesk_macroversion"),
    ]
