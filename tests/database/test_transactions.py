"""A change that the database gave up for another one is made again, whole."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection

from accounts.models import Organisation
from database.transactions import change
from tests.builders import make_organisation

EVERY_TRY = 3


class GivenUpError(Exception):
    """What a driver raises when the database gives a transaction up.

    `code` is PostgreSQL's five characters, or SQLite's number.
    """

    def __init__(self, code: str | int) -> None:
        super().__init__(code)
        if isinstance(code, int):
            self.sqlite_errorcode = code
        else:
            self.sqlstate = code


class Renaming:
    """A change that is given up a number of times before it passes."""

    def __init__(self, organisation: Organisation, *, times: int, code: str | int) -> None:
        self.organisation, self.left, self.code, self.tries = organisation, times, code, 0

    def __call__(self) -> None:
        self.tries += 1
        name = f"Renamed {self.tries}"
        Organisation.objects.filter(pk=self.organisation.pk).update(name=name)
        if self.left:
            self.left -= 1
            raise OperationalError from GivenUpError(self.code)

    def name(self) -> str:
        """Return the name that is stored."""
        return Organisation.objects.get(pk=self.organisation.pk).name


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("code", ["40001", "40P01", sqlite3.SQLITE_BUSY])
def test_a_change_that_was_given_up_is_made_again_from_its_start(code: str | int) -> None:
    renaming = Renaming(make_organisation(), times=2, code=code)

    change(renaming.__call__)()

    assert renaming.tries == EVERY_TRY
    assert renaming.name() == "Renamed 3"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("times", "code", "tries"),
    [
        pytest.param(9, "40P01", EVERY_TRY, id="given up again and again"),
        pytest.param(1, "57014", 1, id="another failure"),
        pytest.param(1, sqlite3.SQLITE_FULL, 1, id="disk full"),
    ],
)
def test_a_change_that_cannot_pass_raises_and_leaves_nothing(
    times: int, code: str | int, tries: int
) -> None:
    organisation = make_organisation()
    renaming = Renaming(organisation, times=times, code=code)

    with pytest.raises(OperationalError):
        change(renaming.__call__)()

    assert renaming.tries == tries
    assert renaming.name() == organisation.name


@pytest.mark.django_db
def test_inside_another_transaction_it_is_that_one_which_has_to_be_made_again() -> None:
    renaming = Renaming(make_organisation(), times=1, code="40P01")

    with pytest.raises(OperationalError):
        change(renaming.__call__)()

    assert renaming.tries == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_changes_that_wait_for_each_other_both_are_made() -> None:
    pair = [make_organisation(), make_organisation()]
    both_hold_one = Barrier(2)
    tries: list[int] = []

    @change
    def lock_both(order: int) -> None:
        tries.append(order)
        is_first_try = len(tries) <= len(pair)
        for place, each in enumerate(pair[::order]):
            Organisation.objects.filter(pk=each.pk).update(name=f"by {order}")
            if is_first_try and place == 0:
                both_hold_one.wait(timeout=10)

    def in_a_thread(order: int) -> None:
        try:
            lock_both(order)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(in_a_thread, (1, -1)))

    assert len(tries) == EVERY_TRY
    assert len(set(Organisation.objects.values_list("name", flat=True))) == 1
