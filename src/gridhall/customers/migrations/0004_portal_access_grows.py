"""Portal access: rights, how it was gained and why it ended; proofs, invitations, caller checks."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import gridhall.customers.portal_rights
import gridhall.foundation.privacy.fields
import gridhall.foundation.ranges
from django.conf import settings
from django.db import migrations, models


def end_overlaps(apps, schema_editor):
    """End an access on the day the next of the same person and account begins.

    The next one then lasts as long as either of them, so nobody loses or gains a day.
    """
    rows = apps.get_model("customers", "PortalAccess").objects.order_by(
        "user_id", "account_id", "valid_from", "pk"
    )
    before = None
    for row in rows.iterator(chunk_size=2000):
        same = before and (before.user_id, before.account_id) == (row.user_id, row.account_id)
        if same and (before.valid_to is None or before.valid_to > row.valid_from):
            if row.valid_to is not None and (
                before.valid_to is None or before.valid_to > row.valid_to
            ):
                row.valid_to = before.valid_to
            before.valid_to = row.valid_from
            before.save(update_fields=["valid_to"])
            row.save(update_fields=["valid_to"])
        before = row


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0003_parts_of_the_file'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('rights', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('VIEW_FILE', 'See the customer file, masked'), ('VIEW_BILLS', 'See bills, payments and receipts'), ('VIEW_USAGE', 'See the use of electricity'), ('VIEW_MESSAGES', 'Read messages about the account'), ('PAY', 'Pay'), ('EDIT_CONTACTS', 'Change phone and e-mail'), ('MANAGE_ACCESS', 'Decide who has access')], max_length=20), size=None)),
                ('valid_to', models.DateField(null=True)),
                ('known_as', gridhall.foundation.privacy.fields.EncryptedTextField(default='', editable=True)),
                ('phone', gridhall.foundation.privacy.fields.EncryptedTextField(editable=True)),
                ('phone_index', models.BinaryField(max_length=16)),
                ('secret_index', models.BinaryField(max_length=16, unique=True)),
                ('status', models.CharField(choices=[('PENDING', 'Waiting for an answer'), ('ACCEPTED', 'Accepted'), ('DECLINED', 'Declined'), ('WITHDRAWN', 'Withdrawn')], default='PENDING', max_length=10)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CallerCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(choices=[('QUESTIONS', 'Questions answered'), ('DOCUMENT_SEEN', 'Identity card seen at the counter')], max_length=20)),
                ('questions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('NAME', 'Name of the customer'), ('DOCUMENT_ENDING', 'Last four characters of the identity document'), ('PHONE', 'Phone on file'), ('ADDRESS', 'House or room number of the address'), ('LAST_BILL', 'Amount of the last bill')], max_length=20), default=list, size=None)),
                ('passed', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('valid_until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ProofCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('BIND', 'Bind an account'), ('STEP_UP', 'See details of the use')], max_length=10)),
                ('asked', models.BinaryField(max_length=16)),
                ('code_index', models.BinaryField(max_length=16)),
                ('sent_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ProofTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('BIND', 'Bind an account'), ('STEP_UP', 'See details of the use')], max_length=10)),
                ('kind', models.CharField(choices=[('EARLIER', 'Opened before proofs were kept'), ('STAFF', 'Opened by the company'), ('PHONE_CODE', 'Code sent to the phone on file'), ('DOCUMENT', 'Name and last digits of the identity document'), ('BILL_AMOUNT', 'Amount of the last bill'), ('INVITATION', 'Invited by somebody who has access')], max_length=20)),
                ('asked', models.BinaryField(max_length=16)),
                ('passed', models.BooleanField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='portalaccess',
            name='portal_access_once',
        ),
        migrations.RemoveConstraint(
            model_name='portalaccess',
            name='portal_access_period_not_empty',
        ),
        migrations.AddField(
            model_name='portalaccess',
            name='end_reason',
            field=models.CharField(blank=True, choices=[('UNBOUND', 'Given up by the person'), ('TAKEN_BACK', 'Taken back'), ('LEFT_FIRM', 'Left the firm'), ('CHANGED', 'Replaced by another set of rights'), ('GIVER_LEFT', 'Whoever gave it has no access any more'), ('BY_STAFF', 'Ended by the company')], default='', max_length=20),
        ),
        migrations.AddField(
            model_name='portalaccess',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='portalaccess',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='portalaccess',
            name='granted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='portalaccess',
            name='granted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='portalaccess',
            name='known_as',
            field=gridhall.foundation.privacy.fields.EncryptedTextField(default='', editable=True),
        ),
        migrations.AddField(
            model_name='portalaccess',
            name='nickname',
            field=gridhall.foundation.privacy.fields.EncryptedTextField(default='', editable=True),
        ),
        migrations.AddField(
            model_name='portalaccess',
            name='preferred',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='portalaccess',
            name='rights',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('VIEW_FILE', 'See the customer file, masked'), ('VIEW_BILLS', 'See bills, payments and receipts'), ('VIEW_USAGE', 'See the use of electricity'), ('VIEW_MESSAGES', 'Read messages about the account'), ('PAY', 'Pay'), ('EDIT_CONTACTS', 'Change phone and e-mail'), ('MANAGE_ACCESS', 'Decide who has access')], max_length=20), default=gridhall.customers.portal_rights.every_right, size=None),
        ),
        # rows of before came to their accounts in a way nobody wrote down
        migrations.AddField(
            model_name='portalaccess',
            name='proof',
            field=models.CharField(choices=[('EARLIER', 'Opened before proofs were kept'), ('STAFF', 'Opened by the company'), ('PHONE_CODE', 'Code sent to the phone on file'), ('DOCUMENT', 'Name and last digits of the identity document'), ('BILL_AMOUNT', 'Amount of the last bill'), ('INVITATION', 'Invited by somebody who has access')], default='EARLIER', max_length=20),
        ),
        migrations.AlterField(
            model_name='portalaccess',
            name='proof',
            field=models.CharField(choices=[('EARLIER', 'Opened before proofs were kept'), ('STAFF', 'Opened by the company'), ('PHONE_CODE', 'Code sent to the phone on file'), ('DOCUMENT', 'Name and last digits of the identity document'), ('BILL_AMOUNT', 'Amount of the last bill'), ('INVITATION', 'Invited by somebody who has access')], default='STAFF', max_length=20),
        ),
        migrations.RunPython(end_overlaps, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='portalaccess',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='portal_access_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='portalaccess',
            constraint=models.CheckConstraint(condition=models.Q(('rights__contained_by', ['VIEW_FILE', 'VIEW_BILLS', 'VIEW_USAGE', 'VIEW_MESSAGES', 'PAY', 'EDIT_CONTACTS', 'MANAGE_ACCESS']), ('rights__len__gt', 0)), name='portal_access_has_known_rights'),
        ),
        migrations.AddConstraint(
            model_name='portalaccess',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('account', '='), (gridhall.foundation.ranges.DateRange(models.F('valid_from'), models.F('valid_to')), '&&')], name='portal_access_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='portalaccess',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('preferred', True)), fields=('user',), name='portal_access_one_preferred'),
        ),
        migrations.AddField(
            model_name='accessinvitation',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='accessinvitation',
            name='inviter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='callercheck',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.account'),
        ),
        migrations.AddField(
            model_name='callercheck',
            name='employee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proofcode',
            name='account',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.account'),
        ),
        migrations.AddField(
            model_name='proofcode',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='prooftry',
            name='account',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.account'),
        ),
        migrations.AddField(
            model_name='prooftry',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='accessinvitation',
            index=models.Index(condition=models.Q(('status', 'PENDING')), fields=['phone_index'], name='access_invitation_by_phone'),
        ),
        migrations.AddIndex(
            model_name='accessinvitation',
            index=models.Index(fields=['inviter', '-id'], name='access_invitation_by_inviter'),
        ),
        migrations.AddConstraint(
            model_name='accessinvitation',
            constraint=models.CheckConstraint(condition=models.Q(('account_ids__len__gt', 0)), name='access_invitation_has_accounts'),
        ),
        migrations.AddConstraint(
            model_name='accessinvitation',
            constraint=models.CheckConstraint(condition=models.Q(('rights__contained_by', ['VIEW_FILE', 'VIEW_BILLS', 'VIEW_USAGE', 'VIEW_MESSAGES', 'PAY', 'EDIT_CONTACTS', 'MANAGE_ACCESS']), ('rights__len__gt', 0)), name='access_invitation_has_known_rights'),
        ),
        migrations.AddConstraint(
            model_name='accessinvitation',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='access_invitation_expires_later'),
        ),
        migrations.AddIndex(
            model_name='callercheck',
            index=models.Index(fields=['employee', 'account', '-id'], name='caller_check_by_employee'),
        ),
        migrations.AddConstraint(
            model_name='callercheck',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('at'))), name='caller_check_ends_after_it_begins'),
        ),
        migrations.AddIndex(
            model_name='proofcode',
            index=models.Index(fields=['user', 'asked', '-id'], name='proof_code_by_user'),
        ),
        migrations.AddIndex(
            model_name='proofcode',
            index=models.Index(fields=['asked', 'sent_at'], name='proof_code_by_number'),
        ),
        migrations.AddConstraint(
            model_name='proofcode',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('sent_at'))), name='proof_code_expires_later'),
        ),
        migrations.AddIndex(
            model_name='prooftry',
            index=models.Index(fields=['user', 'at'], name='proof_try_by_user'),
        ),
        migrations.AddIndex(
            model_name='prooftry',
            index=models.Index(fields=['asked', 'at'], name='proof_try_by_number'),
        ),
    ]
