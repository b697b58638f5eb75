"""Triggers: written once, in force on both engines, back after every migration."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from accounts.models import Membership, Organisation, TeamMember
from database import triggers
from database.triggers import (
    Trigger,
    all_triggers,
    append_only,
    install,
    install_after_migrate,
    names_in_place,
    remove,
    triggers_of,
)
from tests.builders import make_member, make_organisation, make_team

pytestmark = pytest.mark.django_db


def _execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_trigger_is_in_place() -> None:
    assert {trigger.name for trigger in all_triggers()} <= names_in_place(connection)


def test_names_fit_both_engines_and_are_used_once() -> None:
    names = [trigger.name for trigger in all_triggers()]

    # PostgreSQL cuts names at 63 bytes, "_truncate" included.
    assert max(map(len, names)) <= 63 - len("_truncate")
    assert len(set(names)) == len(names)


def test_messages_hold_no_quote() -> None:
    assert not [trigger for trigger in all_triggers() if "'" in trigger.message]


def test_migrating_again_brings_lost_triggers_back() -> None:
    remove(connection, all_triggers())
    lost = names_in_place(connection)

    call_command("migrate", verbosity=0)

    assert not lost & {trigger.name for trigger in all_triggers()}
    assert {trigger.name for trigger in all_triggers()} <= names_in_place(connection)


@pytest.mark.parametrize("app", ["database", "django.contrib.sessions"])
def test_an_app_may_have_none(app: str) -> None:
    assert triggers_of(app) == ()


def test_a_trigger_of_a_table_that_is_not_there_yet_waits() -> None:
    install(connection, append_only("not_there_yet"))

    assert "not_there_yet_no_update" not in names_in_place(connection)


def test_a_trigger_that_changed_replaces_the_old_one() -> None:
    before = Trigger("organisation_calm", "accounts_organisation", "UPDATE", "1 = 1", "before")
    after = Trigger("organisation_calm", "accounts_organisation", "UPDATE", "1 = 0", "after")
    organisation = make_organisation("Old")
    install(connection, [before])

    install(connection, [after])
    Organisation.objects.filter(pk=organisation.pk).update(name="New")
    remove(connection, [after])

    organisation.refresh_from_db()
    assert organisation.name == "New"


@pytest.mark.parametrize(
    ("vendor", "statements"),
    [pytest.param("sqlite", (2, 2), id="sqlite"), pytest.param("postgresql", (4, 6), id="pg")],
)
def test_a_trigger_is_written_for_each_engine(vendor: str, statements: tuple[int, int]) -> None:
    written = [triggers._statements(vendor, each) for each in append_only("audit_event")]

    [no_update, no_delete] = written
    assert (len(no_update), len(no_delete)) == statements
    assert not any("BEFORE TRUNCATE" in statement for statement in no_update)
    assert any("BEFORE TRUNCATE" in each for each in no_delete) is (vendor == "postgresql")


def test_each_app_answers_for_its_own_after_a_migration() -> None:
    from django.apps import apps

    remove(connection, all_triggers())
    install_after_migrate(app_config=apps.get_app_config("accounts"), using="default")

    assert names_in_place(connection) >= {each.name for each in triggers_of("accounts")}
    assert not names_in_place(connection) & {each.name for each in triggers_of("audit")}
    install(connection, all_triggers())


@pytest.mark.asvs("8.4.1")
def test_a_team_member_cannot_be_moved_to_another_organisation_by_hand() -> None:
    make_team(make_member())
    stranger = make_member()
    row = TeamMember.objects.get()

    for statement in (
        f"UPDATE accounts_teammember SET membership_id = {stranger.pk} WHERE id = {row.pk}",
        "UPDATE accounts_teammember SET organisation_id = "
        f"{stranger.organisation_id} WHERE id = {row.pk}",
    ):
        with pytest.raises(IntegrityError, match="another organisation"):
            _execute(statement)

    row.refresh_from_db()
    assert row.organisation_id == row.membership.organisation_id != stranger.organisation_id


@pytest.mark.asvs("8.4.1")
@pytest.mark.parametrize("column", ["organisation_id", "user_id"])
def test_a_membership_keeps_its_person_and_its_organisation(column: str) -> None:
    member, other = make_member(), make_member()

    with pytest.raises(IntegrityError, match="keeps its person"):
        _execute(
            f"UPDATE accounts_membership SET {column} = {getattr(other, column)} "
            f"WHERE id = {member.pk}"
        )

    assert getattr(Membership.objects.get(pk=member.pk), column) == getattr(member, column)


def test_a_slug_never_changes() -> None:
    organisation = make_organisation("Acme")

    with pytest.raises(IntegrityError, match="never changes"):
        _execute(f"UPDATE accounts_organisation SET slug = 'x' WHERE id = {organisation.pk}")

    assert Organisation.objects.get().slug == "acme"
