"""Proofs stay in their organisation, and their content stays what it was."""

from database.triggers import Trigger, frozen_columns, same_organisation

TRIGGERS: tuple[Trigger, ...] = (
    *same_organisation("evidence_evidence", "collected_by_id", "accounts_membership"),
    *same_organisation("evidence_evidence", "added_by_id", "accounts_membership"),
    *same_organisation("evidence_evidence", "withdrawn_by_id", "accounts_membership"),
    frozen_columns(
        "evidence_evidence",
        [
            "organisation_id",
            "key",
            "kind",
            "url",
            "statement",
            "sha256",
            "size",
            "media_type",
            "filename",
            "added_by_id",
            "added_at",
        ],
        condition="1 = 1",
        message="the content of a proof never changes",
    ),
    Trigger(
        "evidence_evidence_withdrawn_once",
        "evidence_evidence",
        "UPDATE",
        "OLD.withdrawn_at IS NOT NULL "
        "AND (NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at "
        "OR NEW.withdrawn_by_id IS DISTINCT FROM OLD.withdrawn_by_id "
        "OR NEW.withdrawal_reason <> OLD.withdrawal_reason)",
        "a proof is withdrawn once, for good",
    ),
)
