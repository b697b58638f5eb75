"""Events in words, in the reader's language: who did what, one sentence each.

Every verb that the product writes has its line here, those of all apps: the log of an
organisation shows them side by side. Who did it begins the sentence and may be a person, the
installation, or somebody whose name is gone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.words.fields import FIELDS

NOTHING: Final = "–"


class Verb(NamedTuple):
    """A kind of event: its name in a list of choices, and the sentence it is told with."""

    label: str | Promise
    sentence: str | Promise


@dataclass(frozen=True, slots=True)
class Told:
    """An event with words in place of ids: fields by name, as text, before and after."""

    verb: str
    who: str
    thing: str = ""
    old: Mapping[str, str] = field(default_factory=dict)
    new: Mapping[str, str] = field(default_factory=dict)


ROW_VERBS: Final[dict[str, Verb]] = {
    "answer-changed": Verb(_("Row answered or changed"), _("%(who)s changed the row")),
    "answer-change-undone": Verb(_("Change taken back"), _("%(who)s took a change back")),
    "answer-change-reverted": Verb(
        _("Action taken back"), _("%(who)s took an action back, for this row too")
    ),
    "answer-switched-off": Verb(
        _("Row switched off"), _("%(who)s switched the row off, by an option")
    ),
    "answer-switched-on": Verb(
        _("Row switched on"), _("%(who)s switched the row on again, by an option")
    ),
    "answer-carried": Verb(
        _("Answer carried over"), _("%(who)s carried the answer over to another edition")
    ),
    "answer-carried-to-recheck": Verb(
        _("Answer carried over, to recheck"),
        _("%(who)s carried the answer over to another edition, to be rechecked"),
    ),
    "answer-kept": Verb(
        _("Answer kept"), _("%(who)s kept the answer on a move to another edition")
    ),
    "answer-reopened": Verb(
        _("Row asked again"), _("%(who)s had the row asked again on a move to another edition")
    ),
    "answer-archived": Verb(
        _("Row archived"), _("%(who)s archived the row on a move between editions")
    ),
    "answer-opened": Verb(
        _("Row opened"), _("%(who)s opened the row on a move to another edition")
    ),
    "answer-submitted": Verb(_("Row submitted"), _("%(who)s submitted the row to a reviewer")),
    "answer-reattested": Verb(
        _("Row said to be still true"), _("%(who)s said that the row is still true")
    ),
    "answer-accepted": Verb(_("Row accepted"), _("%(who)s accepted the row")),
    "answer-sent-back": Verb(_("Row sent back"), _("%(who)s sent the row back")),
    "answer-move-undone": Verb(
        _("Row put back"), _("%(who)s put the row back where it was before a move")
    ),
    "comment-added": Verb(_("Comment"), _("%(who)s commented")),
    "comment-deleted": Verb(_("Comment deleted"), _("%(who)s deleted a comment")),
    "proof-attached": Verb(_("Proof attached"), _("%(who)s attached a proof")),
    "proof-detached": Verb(_("Proof detached"), _("%(who)s detached a proof")),
    "proof-change-undone": Verb(
        _("Proofs taken back"), _("%(who)s took back what was attached or detached")
    ),
    "opinion-stated": Verb(_("Auditor’s opinion"), _("%(who)s changed their opinion as auditor")),
    "opinion-undone": Verb(
        _("Auditor’s opinion taken back"), _("%(who)s took a change of their opinion back")
    ),
    "gap-planned": Verb(_("Gap planned"), _("%(who)s planned what is done about the gap")),
    "gap-plan-undone": Verb(_("Plan taken back"), _("%(who)s took a change of the plan back")),
    "gap-accepted": Verb(_("Gap accepted"), _("%(who)s accepted the gap")),
    "gap-acceptance-ended": Verb(
        _("Acceptance ended"), _("%(who)s ended the acceptance of the gap")
    ),
}

ASSESSMENT_VERBS: Final[dict[str, Verb]] = {
    "assessment-started": Verb(_("Assessment started"), _("%(who)s started the assessment")),
    "assessment-copied": Verb(
        _("Assessment copied"), _("%(who)s started the assessment as a copy of another")
    ),
    "assessment-upgraded": Verb(
        _("Moved to another edition"), _("%(who)s moved the assessment to another edition")
    ),
    "assessment-upgrade-reverted": Verb(
        _("Move reverted"), _("%(who)s took the move to another edition back")
    ),
    "assessment-signed": Verb(_("Assessment signed"), _("%(who)s signed the assessment")),
    "assessment-reopened": Verb(
        _("Assessment reopened"), _("%(who)s reopened the signed assessment")
    ),
    "assessment-closed": Verb(_("Assessment closed"), _("%(who)s closed the assessment")),
    "assessment-shared": Verb(
        _("Shared with an auditor"), _("%(who)s shared the assessment with an auditor")
    ),
    "assessment-unshared": Verb(
        _("Sharing ended"), _("%(who)s stopped sharing the assessment with an auditor")
    ),
    "share-link-made": Verb(_("Share link made"), _("%(who)s made a share link for an auditor")),
    "share-link-revoked": Verb(_("Share link revoked"), _("%(who)s revoked a share link")),
    "share-link-opened": Verb(
        _("Share link opened"), _("Somebody opened a share link, the first time that day")
    ),
    "share-link-used": Verb(
        _("Taken through a share link"), _("Somebody took a file through a share link")
    ),
    "option-decided": Verb(_("Option decided"), _("%(who)s said whether an option is bought")),
    "controls-chosen": Verb(_("Controls said"), _("%(who)s said which controls a row belongs to")),
    "controls-carried": Verb(
        _("Controls carried"),
        _("%(who)s moved an assessment, and controls went along with its rows"),
    ),
    "option-grouped": Verb(_("Option grouped"), _("%(who)s grouped rows under an option")),
    "option-ungrouped": Verb(_("Option removed"), _("%(who)s removed an option")),
    "workbook-exported": Verb(_("Export made"), _("%(who)s made an export")),
    "intake-brought-in": Verb(_("File brought in"), _("%(who)s brought a file or rows in")),
    "intake-applied": Verb(
        _("File applied"), _("%(who)s took over what a file or copied rows say")
    ),
    "intake-undone": Verb(_("File taken back"), _("%(who)s took back what a file had changed")),
    "intake-discarded": Verb(
        _("File discarded"), _("%(who)s discarded a file that was brought in")
    ),
    "pack-broken": Verb(
        _("Evidence pack broken off"),
        _("%(who)s broke an evidence pack off: the file of a proof is not what it was"),
    ),
}

OTHER_VERBS: Final[dict[str, Verb]] = {
    "hand-over-offered": Verb(_("Rows offered"), _("%(who)s offered rows to a successor")),
    "hand-over-decided": Verb(
        _("Hand-over decided"), _("%(who)s decided on rows that were handed over")
    ),
    "hand-over-started": Verb(
        _("Hand-over started"), _("%(who)s handed the offered rows over, on the day agreed")
    ),
    "hand-over-returned": Verb(
        _("Rows back from a holiday"), _("%(who)s had their rows back after a holiday")
    ),
    "evidence-added": Verb(_("Proof added"), _("%(who)s added a proof")),
    "evidence-revised": Verb(_("Proof revised"), _("%(who)s changed what is said about a proof")),
    "evidence-withdrawn": Verb(_("Proof withdrawn"), _("%(who)s withdrew a proof")),
    "edition-published": Verb(_("Edition published"), _("%(who)s published an edition")),
    "edition-withdrawn": Verb(_("Edition withdrawn"), _("%(who)s withdrew an edition")),
    "labels-attached": Verb(
        _("Translation attached"), _("%(who)s attached a translation to an edition")
    ),
    "import-started": Verb(_("Import started"), _("%(who)s started an import")),
    "import-discarded": Verb(_("Import discarded"), _("%(who)s discarded an import")),
    "organisation-created": Verb(_("Organisation created"), _("%(who)s created the organisation")),
    "organisation-exported": Verb(
        _("Organisation exported"), _("%(who)s exported the whole organisation")
    ),
    "organisation-deleted": Verb(_("Organisation deleted"), _("%(who)s deleted the organisation")),
    "setting-changed": Verb(
        _("Setting changed"), _("%(who)s changed a setting of the organisation")
    ),
    "person-invited": Verb(_("Person invited"), _("%(who)s invited somebody")),
    "invitation-sent-again": Verb(
        _("Invitation sent again"), _("%(who)s sent an invitation again")
    ),
    "invitation-withdrawn": Verb(_("Invitation withdrawn"), _("%(who)s withdrew an invitation")),
    "invitation-accepted": Verb(_("Invitation accepted"), _("%(who)s accepted an invitation")),
    "member-added": Verb(_("Member added"), _("%(who)s added %(thing)s as a member")),
    "member-left": Verb(_("Membership ended"), _("%(who)s ended the membership of %(thing)s")),
    "role-changed": Verb(_("Role changed"), _("%(who)s changed the role of %(thing)s")),
    "team-created": Verb(_("Team created"), _("%(who)s created the team “%(thing)s”")),
    "team-renamed": Verb(_("Team renamed"), _("%(who)s renamed the team “%(thing)s”")),
    "team-members-changed": Verb(
        _("Team changed"), _("%(who)s changed who is in the team “%(thing)s”")
    ),
    "team-joined": Verb(_("Team joined"), _("%(who)s joined the team “%(thing)s”")),
    "team-deleted": Verb(_("Team deleted"), _("%(who)s deleted the team “%(thing)s”")),
    "user-created": Verb(_("Account created"), _("%(who)s created an account")),
    "calendar-opened": Verb(_("Calendar opened"), _("%(who)s made an address for their calendar")),
    "calendar-closed": Verb(
        _("Calendar closed"), _("%(who)s ended the address of their calendar")
    ),
    "profile-changed": Verb(_("Profile changed"), _("%(who)s changed a profile")),
    "person-erased": Verb(_("Account erased"), _("%(who)s erased an account")),
    "password-changed": Verb(_("Password changed"), _("%(who)s changed a password")),
    "second-factor-added": Verb(
        _("Second factor added"), _("%(who)s added a second factor to their account")
    ),
    "second-factor-removed": Verb(
        _("Second factor removed"), _("%(who)s removed a second factor from their account")
    ),
    "second-factor-reset": Verb(
        _("Second factor reset"), _("%(who)s took the second factors of an account away")
    ),
    "second-factor-encrypted-again": Verb(
        _("Second factor encrypted again"),
        _("%(who)s encrypted a second factor with a new key"),
    ),
    "recovery-codes-made": Verb(_("Recovery codes made"), _("%(who)s made new recovery codes")),
    "recovery-code-used": Verb(_("Recovery code used"), _("%(who)s used a recovery code")),
    "session-ended": Verb(_("Session ended"), _("%(who)s ended a session")),
    "signed-in": Verb(_("Signed in"), _("%(who)s signed in")),
    "signed-out": Verb(_("Signed out"), _("%(who)s signed out")),
}

# What changed answers, and can be given back what they said before.
REVERTIBLE: Final = frozenset({"answer-changed", "answer-change-undone", "answer-change-reverted"})

VERBS: Final[dict[str, Verb]] = {**ROW_VERBS, **ASSESSMENT_VERBS, **OTHER_VERBS}

# What is told better with the change itself, by its first field in the order of `FIELDS`.
_SAYING: Final[dict[tuple[str, str], str | Promise]] = {
    ("answer-changed", "coverage"): _("%(who)s answered “%(new)s” (was: %(old)s)"),
    ("answer-changed", "owner"): _("%(who)s gave the row to %(new)s (was: %(old)s)"),
    ("answer-changed", "due_on"): _("%(who)s set the due date: %(new)s (was: %(old)s)"),
    ("answer-changed", "note"): _("%(who)s wrote in the note"),
    ("answer-changed", "internal_note"): _("%(who)s wrote in the internal note"),
    ("answer-change-undone", "coverage"): _(
        "%(who)s took a change back: “%(new)s” again (was: %(old)s)"
    ),
    ("gap-accepted", "expires_on"): _("%(who)s accepted the gap until %(new)s (was: %(old)s)"),
    ("answer-change-reverted", "coverage"): _(
        "%(who)s took an action back: “%(new)s” again (was: %(old)s)"
    ),
    ("opinion-stated", "opinion_result"): _("%(who)s stated as auditor: “%(new)s” (was: %(old)s)"),
    ("opinion-undone", "opinion_result"): _(
        "%(who)s took a change of their opinion back: “%(new)s” again (was: %(old)s)"
    ),
    ("evidence-added", "title"): _("%(who)s added the proof “%(new)s”"),
    ("option-decided", "is_bought"): _("%(who)s said whether an option is bought: %(new)s"),
    ("member-added", "role"): _("%(who)s added %(thing)s as a member: %(new)s"),
    ("role-changed", "role"): _("%(who)s changed the role of %(thing)s: %(new)s (was: %(old)s)"),
}
# Said with both values, or with the only one there is: no line of their own beneath.
_WHOLLY_SAID: Final = frozenset(
    {"coverage", "owner", "due_on", "role", "expires_on", "opinion_result"}
)


def verb_label(verb: str) -> str:
    """Return the name of a kind of event, for a list; an unknown one is named as it is stored."""
    return str(VERBS[verb].label) if verb in VERBS else verb


def sentence(told: Told) -> str:
    """Return one event as a sentence: "Jeanne Goff answered “covered” (was: unanswered)"."""
    if told.verb not in VERBS:
        return gettext("%(who)s: %(what)s") % {"who": told.who, "what": told.verb}
    lead = _leading_field(told)
    text = _SAYING[told.verb, lead] if lead else VERBS[told.verb].sentence
    return str(text) % {
        "who": told.who,
        "thing": told.thing,
        "old": told.old.get(lead, NOTHING),
        "new": told.new.get(lead, NOTHING),
    }


def said_field(told: Told) -> str:
    """Return the field whose change the sentence itself says, "" for none."""
    lead = _leading_field(told)
    return lead if lead in _WHOLLY_SAID else ""


def _leading_field(told: Told) -> str:
    return next((name for name in FIELDS if name in told.new and (told.verb, name) in _SAYING), "")
