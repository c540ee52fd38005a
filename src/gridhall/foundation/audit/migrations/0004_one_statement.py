"""Rows are written by one statement; only archived rows may go, and only with their archive."""

from django.db import migrations

# 16725 is 0x4155, "AU": the class of the chains' advisory locks, as before
APPEND = """
CREATE FUNCTION gridhall_audit_append(
    p_chain smallint, p_actor bigint, p_at timestamptz, p_rows jsonb
) RETURNS TABLE (row_id bigint, row_sequence bigint, row_previous bytea, row_digest bytea)
LANGUAGE plpgsql AS $$
DECLARE
    one jsonb;
BEGIN
    PERFORM pg_advisory_xact_lock(16725, p_chain);
    SELECT event.sequence, event.digest INTO row_sequence, row_digest
        FROM audit_auditevent event WHERE event.chain = p_chain
        ORDER BY event.sequence DESC LIMIT 1;
    IF NOT FOUND THEN
        SELECT anchor.sequence, anchor.digest INTO row_sequence, row_digest
            FROM audit_auditanchor anchor WHERE anchor.chain = p_chain;
    END IF;
    IF NOT FOUND THEN
        row_sequence := 0;
        row_digest := decode(repeat('00', 32), 'hex');
    END IF;
    FOR one IN SELECT * FROM jsonb_array_elements(p_rows) LOOP
        row_sequence := row_sequence + 1;
        row_previous := row_digest;
        row_digest := sha256(row_previous || convert_to(
            (one->>'before') || '[' || p_chain || ',' || row_sequence || ']' || (one->>'after'),
            'UTF8'));
        INSERT INTO audit_auditevent (
            at, actor_id, action, object_type, object_id, object_label, account_ref,
            organisation_id, changes, reason, request_id, chain, sequence, previous_digest, digest
        ) VALUES (
            p_at, p_actor, one->>'action', one->>'object_type', one->>'object_id',
            one->>'object_label', (one->>'account')::bigint, (one->>'organisation')::bigint,
            one->'changes', one->>'reason', one->>'request', p_chain, row_sequence, row_previous,
            row_digest
        ) RETURNING id INTO row_id;
        RETURN NEXT;
    END LOOP;
END $$;
"""

GUARD = """
CREATE FUNCTION gridhall_guard_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       AND current_setting('gridhall.archiving', true) = pg_current_xact_id()::text
       AND EXISTS (SELECT FROM audit_auditanchor anchor
                   WHERE anchor.chain = OLD.chain AND anchor.sequence >= OLD.sequence)
       AND EXISTS (SELECT FROM audit_auditarchive archive
                   WHERE (archive.ranges->(OLD.chain::text)->>'first')::bigint <= OLD.sequence
                   AND (archive.ranges->(OLD.chain::text)->>'last')::bigint >= OLD.sequence)
    THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER append_only ON audit_auditevent;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION gridhall_guard_audit();
"""
NO_GUARD = """
DROP TRIGGER append_only ON audit_auditevent;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change();
DROP FUNCTION gridhall_guard_audit();
"""

FORWARD = """
CREATE FUNCTION gridhall_guard_audit_anchor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.chain = OLD.chain AND NEW.sequence > OLD.sequence
       AND current_setting('gridhall.archiving', true) = pg_current_xact_id()::text
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % only move forward, with an archive', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER forward_only BEFORE UPDATE OR DELETE ON audit_auditanchor
    FOR EACH ROW EXECUTE FUNCTION gridhall_guard_audit_anchor();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_auditarchive
    FOR EACH ROW EXECUTE FUNCTION gridhall_refuse_change();
"""
NOT_FORWARD = """
DROP TRIGGER append_only ON audit_auditarchive;
DROP TRIGGER forward_only ON audit_auditanchor;
DROP FUNCTION gridhall_guard_audit_anchor();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_archive_and_search")]

    operations = [
        migrations.RunSQL(
            APPEND, "DROP FUNCTION gridhall_audit_append(smallint, bigint, timestamptz, jsonb)"
        ),
        migrations.RunSQL(GUARD, NO_GUARD),
        migrations.RunSQL(FORWARD, NOT_FORWARD),
    ]
