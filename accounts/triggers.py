"""Members, teams and their organisation stay together."""

from database.triggers import Trigger, frozen_columns, same_organisation

TRIGGERS: tuple[Trigger, ...] = (
    *same_organisation("accounts_teammember", "team_id", "accounts_team"),
    *same_organisation("accounts_teammember", "membership_id", "accounts_membership"),
    *same_organisation("accounts_invitation", "team_id", "accounts_team"),
    *same_organisation("accounts_invitation", "invited_by_id", "accounts_membership"),
    frozen_columns(
        "accounts_invitation",
        ["organisation_id", "email"],
        condition="1 = 1",
        message="an invitation keeps its address and its organisation",
    ),
    frozen_columns(
        "accounts_membership",
        ["organisation_id", "user_id"],
        condition="1 = 1",
        message="a membership keeps its person and its organisation",
    ),
    frozen_columns(
        "accounts_organisation",
        ["slug"],
        condition="1 = 1",
        message="the slug of an organisation never changes",
    ),
)
