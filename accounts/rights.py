"""Who may do what: one table, from which tests and the help page are generated. Pure Python.

The table is CONTRACTS.md, "Rights". Whether a thing is visible at all is decided elsewhere, by
`visible_to` (a hidden thing answers 404); this decides what a person who sees it may do (403).
"""

from enum import StrEnum


class Role(StrEnum):
    """What a member is in an organisation."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    CONTRIBUTOR = "contributor"
    VIEWER = "viewer"
    AUDITOR = "auditor"


class Action(StrEnum):
    """What a member may or may not do. Each is one line of the table."""

    READ = "read"
    READ_INTERNAL_NOTES = "read_internal_notes"
    ANSWER_OWN = "answer_own"
    ANSWER_ANY = "answer_any"
    ASSIGN_OWN = "assign_own"
    ASSIGN_ANY = "assign_any"
    RUN_ASSESSMENTS = "run_assessments"
    PUBLISH_MATRICES = "publish_matrices"
    REVIEW = "review"
    READ_LOG = "read_log"
    VERIFY = "verify"
    STATE_OPINIONS = "state_opinions"
    MANAGE_PEOPLE = "manage_people"


_EVERYBODY = frozenset(Role)
_LEADING = frozenset({Role.ADMINISTRATOR, Role.MANAGER})
_WORKING = _LEADING | {Role.CONTRIBUTOR}

RIGHTS: dict[Action, frozenset[Role]] = {
    Action.READ: _EVERYBODY,
    Action.READ_INTERNAL_NOTES: _EVERYBODY - {Role.AUDITOR},
    Action.ANSWER_OWN: _WORKING,
    Action.ANSWER_ANY: _LEADING,
    Action.ASSIGN_OWN: _WORKING,
    Action.ASSIGN_ANY: _LEADING,
    Action.RUN_ASSESSMENTS: _LEADING,
    Action.PUBLISH_MATRICES: _LEADING,
    Action.REVIEW: _LEADING,
    Action.READ_LOG: _LEADING,
    Action.VERIFY: _LEADING | {Role.AUDITOR},
    Action.STATE_OPINIONS: frozenset({Role.AUDITOR}),
    Action.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
}

# What an organisation's setting "contributors answer any row" adds.
WIDENED: frozenset[Action] = frozenset({Action.ANSWER_ANY, Action.ASSIGN_ANY})


def may(role: str, action: Action, *, contributors_answer_any: bool = False) -> bool:
    """Tell whether a member with `role` may take `action`."""
    if contributors_answer_any and role == Role.CONTRIBUTOR and action in WIDENED:
        return True
    return role in RIGHTS[action]
