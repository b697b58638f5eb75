"""The rights table, line by line as CONTRACTS.md prints it."""

import pytest

from accounts.rights import RIGHTS, Action, Role, may

YES, NO = True, False
# In the order administrator, manager, contributor, viewer, auditor.
TABLE = {
    Action.READ: (YES, YES, YES, YES, YES),
    Action.READ_INTERNAL_NOTES: (YES, YES, YES, YES, NO),
    Action.ANSWER_OWN: (YES, YES, YES, NO, NO),
    Action.ANSWER_ANY: (YES, YES, NO, NO, NO),
    Action.ASSIGN_OWN: (YES, YES, YES, NO, NO),
    Action.ASSIGN_ANY: (YES, YES, NO, NO, NO),
    Action.RUN_ASSESSMENTS: (YES, YES, NO, NO, NO),
    Action.PUBLISH_MATRICES: (YES, YES, NO, NO, NO),
    Action.REVIEW: (YES, YES, NO, NO, NO),
    Action.READ_LOG: (YES, YES, NO, NO, NO),
    Action.VERIFY: (YES, YES, NO, NO, YES),
    Action.STATE_OPINIONS: (NO, NO, NO, NO, YES),
    Action.MANAGE_PEOPLE: (YES, NO, NO, NO, NO),
}


@pytest.mark.asvs("8.1.1")
@pytest.mark.parametrize("action", list(Action))
def test_each_role_may_what_the_table_says(action: Action) -> None:
    answers = tuple(may(role, action) for role in Role)

    assert answers == TABLE[action]


def test_the_setting_lets_contributors_answer_and_assign_any_row_and_nothing_else() -> None:
    widened = {
        (role, action)
        for role in Role
        for action in Action
        if may(role, action, contributors_answer_any=True) and not may(role, action)
    }

    assert widened == {
        (Role.CONTRIBUTOR, Action.ANSWER_ANY),
        (Role.CONTRIBUTOR, Action.ASSIGN_ANY),
    }


def test_an_unknown_role_may_nothing() -> None:
    assert not any(may("owner", action, contributors_answer_any=True) for action in RIGHTS)
