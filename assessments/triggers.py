"""Rows of an assessment stay in its organisation and its edition."""

from database.triggers import Trigger, frozen_columns, same_organisation


def _on_write(name: str, table: str, condition: str, message: str) -> tuple[Trigger, ...]:
    return tuple(
        Trigger(f"{name}_{event[0].lower()}", table, event, condition, message)
        for event in ("INSERT", "UPDATE")
    )


_EDITION = "(SELECT edition_id FROM assessments_assessment WHERE id = NEW.assessment_id)"
_MATRIX_OWNER = (
    "(SELECT m.organisation_id FROM matrix_matrix m "
    "JOIN matrix_edition e ON e.matrix_id = m.id WHERE e.id = NEW.edition_id)"
)

_SIGNED = (
    "organisation_id",
    "assessment_id",
    "key",
    "signed_at",
    "signed_by_id",
    "statement",
    "snapshot",
    "sha256",
    "duties",
    "covered",
    "partial",
    "gap",
    "not_applicable",
    "limits",
    "head_sequence",
    "head_seal",
)

TRIGGERS: tuple[Trigger, ...] = (
    *same_organisation("assessments_answer", "assessment_id", "assessments_assessment"),
    *same_organisation("assessments_answer", "owner_membership_id", "accounts_membership"),
    *same_organisation("assessments_answer", "owner_team_id", "accounts_team"),
    *same_organisation("assessments_answer", "changed_by_id", "accounts_membership"),
    *same_organisation("assessments_daycount", "assessment_id", "assessments_assessment"),
    *same_organisation("assessments_provenday", "assessment_id", "assessments_assessment"),
    *same_organisation("assessments_export", "assessment_id", "assessments_assessment"),
    *same_organisation("assessments_export", "made_by_id", "accounts_membership"),
    *same_organisation("assessments_exportedcells", "export_id", "assessments_export"),
    *same_organisation("assessments_madefile", "assessment_id", "assessments_assessment"),
    *same_organisation("assessments_madefile", "asked_by_id", "accounts_membership"),
    *same_organisation("assessments_madefile", "export_id", "assessments_export"),
    frozen_columns(
        "assessments_madefile",
        ["organisation_id", "assessment_id", "key", "asked_by_id", "query", "language"],
        condition="1 = 1",
        message="what was asked for is kept",
    ),
    Trigger(
        "assessments_exportedcells_kept",
        "assessments_exportedcells",
        "UPDATE",
        "1 = 1",
        "the cells of an export never change",
    ),
    *same_organisation("assessments_assessment", "copied_from_id", "assessments_assessment"),
    *same_organisation("assessments_answer", "archived_by_id", "assessments_upgrade"),
    *same_organisation("assessments_upgrade", "assessment_id", "assessments_assessment"),
    *same_organisation("assessments_upgrade", "applied_by_id", "accounts_membership"),
    *same_organisation("assessments_upgrade", "reverted_by_id", "accounts_membership"),
    *same_organisation("assessments_upgradestep", "upgrade_id", "assessments_upgrade"),
    *same_organisation("assessments_upgradestep", "answer_id", "assessments_answer"),
    *same_organisation("assessments_optionchoice", "assessment_id", "assessments_assessment"),
    *same_organisation("assessments_optionchoice", "decided_by_id", "accounts_membership"),
    *same_organisation("assessments_answer", "answered_by_id", "accounts_membership"),
    *same_organisation("assessments_answer", "submitted_by_id", "accounts_membership"),
    *same_organisation("assessments_answer", "reviewed_by_id", "accounts_membership"),
    *same_organisation("assessments_gapplan", "answer_id", "assessments_answer"),
    *same_organisation("assessments_gapplan", "responsible_id", "accounts_membership"),
    *same_organisation("assessments_gapplan", "accepted_by_id", "accounts_membership"),
    *same_organisation("assessments_handover", "from_membership_id", "accounts_membership"),
    *same_organisation("assessments_handover", "to_membership_id", "accounts_membership"),
    *same_organisation("assessments_handover", "to_team_id", "accounts_team"),
    *same_organisation("assessments_handover", "proposed_by_id", "accounts_membership"),
    *same_organisation("assessments_handoverrow", "hand_over_id", "assessments_handover"),
    *same_organisation("assessments_handoverrow", "answer_id", "assessments_answer"),
    *same_organisation("assessments_handoverrow", "decided_by_id", "accounts_membership"),
    *same_organisation("assessments_signoff", "assessment_id", "assessments_assessment"),
    *same_organisation("assessments_signoff", "signed_by_id", "accounts_membership"),
    *same_organisation("assessments_signoff", "reopened_by_id", "accounts_membership"),
    *same_organisation("assessments_share", "assessment_id", "assessments_assessment"),
    *same_organisation("assessments_share", "membership_id", "accounts_membership"),
    *same_organisation("assessments_share", "shared_by_id", "accounts_membership"),
    *same_organisation("assessments_sharelink", "assessment_id", "assessments_assessment"),
    *same_organisation("assessments_sharelink", "made_by_id", "accounts_membership"),
    *same_organisation("assessments_sharelink", "revoked_by_id", "accounts_membership"),
    *same_organisation("assessments_linkview", "link_id", "assessments_sharelink"),
    frozen_columns(
        "assessments_sharelink",
        [
            "organisation_id",
            "assessment_id",
            "key",
            "token_hash",
            "password",
            "filter",
            "words",
            "language",
            "has_evidence",
            "made_at",
            "expires_at",
        ],
        condition="1 = 1",
        message="what a share link shows never changes",
    ),
    *same_organisation("assessments_comment", "answer_id", "assessments_answer"),
    *same_organisation("assessments_comment", "author_id", "accounts_membership"),
    *same_organisation("assessments_mention", "comment_id", "assessments_comment"),
    *same_organisation("assessments_mention", "membership_id", "accounts_membership"),
    *same_organisation("assessments_opinion", "answer_id", "assessments_answer"),
    *same_organisation("assessments_opinion", "author_id", "accounts_membership"),
    *same_organisation("assessments_intake", "assessment_id", "assessments_assessment"),
    *same_organisation("assessments_intake", "export_id", "assessments_export"),
    *same_organisation("assessments_intake", "made_by_id", "accounts_membership"),
    *same_organisation("assessments_intake", "applied_by_id", "accounts_membership"),
    *same_organisation("assessments_intake", "undone_by_id", "accounts_membership"),
    *same_organisation("assessments_attachment", "answer_id", "assessments_answer"),
    *same_organisation("assessments_attachment", "evidence_id", "evidence_evidence"),
    *same_organisation("assessments_attachment", "attached_by_id", "accounts_membership"),
    *_on_write(
        "assessments_assessment_edition_org",
        "assessments_assessment",
        f"{_MATRIX_OWNER} IS NOT NULL AND {_MATRIX_OWNER} <> NEW.organisation_id",
        "the matrix belongs to another organisation",
    ),
    *_on_write(
        "assessments_assessment_party",
        "assessments_assessment",
        "NEW.edition_id <> (SELECT edition_id FROM matrix_party WHERE id = NEW.client_party_id)",
        "the client party belongs to another edition",
    ),
    *_on_write(
        "assessments_answer_edition",
        "assessments_answer",
        # What an upgrade has put away stays with the activity of its own edition.
        f"NEW.archived_by_id IS NULL AND {_EDITION} <> "
        "(SELECT edition_id FROM matrix_activity WHERE id = NEW.activity_id)",
        "the activity belongs to another edition",
    ),
    *_on_write(
        "assessments_gapplan_ticket",
        "assessments_gapplan",
        "NEW.ticket_url <> '' AND NEW.ticket_url NOT LIKE 'https://%' "
        "AND NEW.ticket_url NOT LIKE 'http://%'",
        "a ticket is on the web",
    ),
    *_on_write(
        "assessments_optionchoice_edition",
        "assessments_optionchoice",
        f"{_EDITION} <> (SELECT edition_id FROM matrix_option WHERE id = NEW.option_id)",
        "the option belongs to another edition",
    ),
    *_on_write(
        "assessments_optionchoice_owner",
        "assessments_optionchoice",
        "EXISTS (SELECT 1 FROM matrix_option WHERE id = NEW.option_id "
        "AND organisation_id IS NOT NULL AND organisation_id <> NEW.organisation_id)",
        "the option belongs to another organisation",
    ),
    # Four eyes, below the one service that accepts (services/reviewing/deciding.py).
    Trigger(
        "assessments_answer_four_eyes",
        "assessments_answer",
        "UPDATE",
        "NEW.review = 'accepted' AND (OLD.review <> 'accepted' "
        "OR NEW.reviewed_by_id IS DISTINCT FROM OLD.reviewed_by_id) "
        "AND NEW.reviewed_by_id IN (NEW.submitted_by_id, NEW.answered_by_id) "
        "AND (SELECT has_four_eyes FROM accounts_organisation WHERE id = NEW.organisation_id)",
        "nobody accepts what they answered or submitted",
    ),
    frozen_columns(
        "assessments_signoff",
        _SIGNED,
        condition="1 = 1",
        message="a sign-off never changes",
    ),
    Trigger(
        "assessments_signoff_reopened_once",
        "assessments_signoff",
        "UPDATE",
        "OLD.reopened_at IS NOT NULL",
        "a sign-off is reopened once",
    ),
    frozen_columns(
        "assessments_assessment",
        ["organisation_id"],
        condition="1 = 1",
        message="an assessment keeps its organisation",
    ),
    frozen_columns(
        "assessments_answer",
        ["organisation_id", "assessment_id", "key"],
        condition="1 = 1",
        message="an answer keeps its key and its assessment",
    ),
    Trigger(
        "assessments_opinion_auditor",
        "assessments_opinion",
        "INSERT",
        "(SELECT role FROM accounts_membership WHERE id = NEW.author_id) <> 'auditor'",
        "only auditors state opinions",
    ),
    frozen_columns(
        "assessments_opinion",
        ["organisation_id", "answer_id", "author_id", "key"],
        condition="1 = 1",
        message="an opinion stays with its row and its author",
    ),
    frozen_columns(
        "assessments_comment",
        ["organisation_id", "answer_id", "text", "created_at"],
        condition="1 = 1",
        message="a comment stays as it was said, or is deleted",
    ),
)
