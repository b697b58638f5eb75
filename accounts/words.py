"""What each action of the table of rights is called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.rights import Action

ACTIONS: dict[Action, Promise] = {
    Action.READ: _("Read assessments and matrices, export"),
    Action.READ_INTERNAL_NOTES: _("Read internal notes"),
    Action.ANSWER_OWN: _("Answer, note: own, team’s and unassigned rows"),
    Action.ANSWER_ANY: _("Answer, note: any row"),
    Action.ASSIGN_OWN: _("Assign, set due dates: own, team’s and unassigned rows"),
    Action.ASSIGN_ANY: _("Assign, set due dates: any row"),
    Action.RUN_ASSESSMENTS: _("Start, copy and upgrade assessments; decide on options"),
    Action.PUBLISH_MATRICES: _("Import and publish matrices"),
    Action.REVIEW: _("Review, accept gaps, sign, reopen, share with auditors"),
    Action.READ_LOG: _("Read the log of the organisation"),
    Action.VERIFY: _("Verify a file"),
    Action.STATE_OPINIONS: _("State an auditor’s opinion on a row"),
    Action.MANAGE_PEOPLE: _("People, roles, teams and settings"),
}
