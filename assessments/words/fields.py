"""What the fields of an event are called. A field without a name here is no business of a reader.

An event keeps columns and ids (CONTRACTS.md, "Things"); `owner` stands for both columns of it.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

# In the order in which changes are told.
FIELDS: Final[dict[str, str | Promise]] = {
    "coverage": _("Coverage"),
    "reason": _("Reason"),
    "until": _("Until"),
    "owner": _("Owner"),
    "due_on": _("Due"),
    "note": _("Note"),
    "internal_note": _("Internal note"),
    "is_to_recheck": _("To recheck"),
    "severity": _("Severity"),
    "action": _("Action"),
    "responsible_id": _("Acts"),
    "by_when": _("By when"),
    "state": _("State"),
    "ticket_url": _("Ticket"),
    "expires_on": _("Accepted until"),
    "acceptance_reason": _("Why it is accepted"),
    "review": _("Review"),
    "review_reason": _("Why it was sent back"),
    "opinion_result": _("Auditor’s result"),
    "opinion_note": _("Auditor’s note"),
    "opinion_on": _("Auditor’s date"),
    "title": _("Title"),
    "evidence_type": _("Type of proof"),
    "filename": _("File"),
    "period_from": _("Period from"),
    "period_to": _("Period to"),
    "collected_by_id": _("Collected by"),
    "collected_at": _("Collected at"),
    "source_system": _("Source system"),
    "source_query": _("Query"),
    "population": _("Population"),
    "sample": _("Sample"),
    "valid_until": _("Valid until"),
    "confidentiality": _("Confidentiality"),
    "is_visible_to_auditor": _("Visible to auditors"),
    "withdrawal_reason": _("Why it was withdrawn"),
    "file_sha256": _("SHA-256 of the file"),
    "option": _("Option"),
    "is_bought": pgettext_lazy("option", "Bought"),
    "snapshot_sha256": _("SHA-256 of the sign-off"),
    "reopen_reason": _("Why it was reopened"),
    "framework": _("Framework"),
    "controls": _("Controls"),
    "activity": _("Activity"),
    "edition": _("Edition"),
    "scope": _("Scope"),
    "starts_on": _("From"),
    "ends_on": _("To"),
    "has_messages": _("Consulted or informed"),
    "copied_from": _("Copied from"),
    "kind": _("Kind"),
    "language": _("Language"),
    "filter": _("Filter"),
    "cells_sha256": _("SHA-256 of the cells"),
    "kept_sha256": _("SHA-256 of all that is kept of them"),
    "proofs": _("Proofs"),
    "sums_sha256": _("SHA-256 of the list of hashes"),
    "missing": _("Missing files"),
    "sha256": _("SHA-256 of the page"),
    "activities": _("Activities"),
    "rows": _("Rows"),
    "refused": _("Refused"),
    "bytes": _("Size in bytes"),
    "is_written": _("Written by hand"),
    "name": _("Name"),
    "role": _("Role"),
    "team": _("Team"),
    "share_link": _("Share link"),
    "link_ends_on": _("Link until"),
    "taken": _("What was taken"),
    "member": _("Member"),
    "members": _("Members"),
    "has_four_eyes": _("Four eyes"),
    "contributors_answer_any": _("Contributors answer any row"),
    "requires_mfa": _("Second factor required"),
    "classification": _("Classification mark"),
    "factor": _("Second factor"),
}

# What an event keeps for machines: the place in the table, not what anybody said.
UNTOLD: Final = frozenset(
    {
        "revision",
        "activity_id",
        "question",
        "is_switched_off",
        "comment",
        "text_sha256",
        "mentions",
        "gap_since",
        "plan_revision",
        "opinion_revision",
        "accepted_at",
        "accepted_by_id",
        "archived_by_id",
        "changed_at",
        "changed_by_id",
        "client_party",
        "upgrade",
        "sign_off",
        "dropped_choices",
        "evidence",
        "assessment",
        "intake",
    }
)


def field_name(field: str) -> str:
    """Return what a field is called; one that nobody named is called as it is stored."""
    return str(FIELDS.get(field, field.replace("_", " ")))


def named_value(field: str, text: str) -> str:
    """Return "Owner: Karim Benali", with the blanks of the reader's language."""
    return gettext("%(name)s: %(value)s") % {"name": field_name(field), "value": text}
