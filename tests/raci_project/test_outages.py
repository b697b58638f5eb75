"""What is out of order is told in words, by a page that needs nothing of it."""

import errno
import sqlite3
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.db import (
    DatabaseError,
    Error,
    IntegrityError,
    InterfaceError,
    OperationalError,
)
from django.test import Client

from accounts.services import MailNotSent
from database.faults import Fault, StorageAway, fault_of, is_cut_off
from raci_project.outages import OUTAGES, TRY_LATER, in_one_sentence
from tests.database.test_transactions import GivenUpError

PAGE = "/account/login/"


def told_by_driver(kind: type[Error], code: str | int) -> Error:
    """Return what Django raises for an error of a driver."""
    error = kind("as the driver says it\nand more")
    error.__cause__ = GivenUpError(code)
    return error


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], Client]:
    """Return a function that gives a browser whose every page fails with an error."""

    def made(error: BaseException) -> Client:
        def fail(*_: object) -> None:
            raise error

        monkeypatch.setattr("raci_project.middleware.SignInMiddleware.process_view", fail)
        return Client(raise_request_exception=False, headers={"accept-language": "en"})

    return made


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        pytest.param(told_by_driver(OperationalError, "57P01"), Fault.AWAY, id="shut down"),
        pytest.param(told_by_driver(OperationalError, "08006"), Fault.AWAY, id="connection"),
        pytest.param(told_by_driver(OperationalError, "53100"), Fault.FULL, id="no room"),
        pytest.param(told_by_driver(OperationalError, "55P03"), Fault.BUSY, id="lock wait"),
        pytest.param(told_by_driver(DatabaseError, "25006"), Fault.READ_ONLY, id="standby"),
        pytest.param(told_by_driver(IntegrityError, "23505"), None, id="a rule of ours"),
        pytest.param(told_by_driver(OperationalError, sqlite3.SQLITE_FULL), Fault.FULL, id="13"),
        pytest.param(told_by_driver(OperationalError, 778), Fault.DISK, id="SQLITE_IOERR_WRITE"),
        pytest.param(told_by_driver(OperationalError, sqlite3.SQLITE_ERROR), None, id="no table"),
        pytest.param(InterfaceError("the connection is closed"), Fault.AWAY, id="closed"),
        pytest.param(DatabaseError("odd"), None, id="odd"),
        pytest.param(OSError(errno.ENOSPC, "full"), Fault.FULL, id="ENOSPC"),
        pytest.param(OSError(errno.EROFS, "ro"), Fault.READ_ONLY, id="EROFS"),
        pytest.param(StorageAway("refused"), Fault.STORAGE, id="storage"),
        pytest.param(OSError("without a number"), None, id="no number"),
        pytest.param(FileNotFoundError(errno.ENOENT, "x"), None, id="not there"),
        pytest.param(ValueError("x"), None, id="ours"),
        pytest.param(None, None, id="none"),
    ],
)
def test_a_refusal_of_database_or_disk_is_known_by_its_code(
    error: BaseException | None, fault: Fault | None
) -> None:
    found = fault_of(error)

    assert found is fault


def test_a_refusal_is_found_beneath_the_error_that_it_caused() -> None:
    error = RuntimeError("the file was not kept")
    error.__cause__ = OSError(errno.EDQUOT, "quota")

    assert fault_of(error) is Fault.FULL


@pytest.mark.parametrize(
    ("error", "is_cut"),
    [
        (told_by_driver(OperationalError, "57P01"), True),
        (told_by_driver(OperationalError, "53100"), False),
        (OSError(errno.ENOSPC, "full"), False),
    ],
)
def test_only_a_database_that_went_away_cuts_off(error: BaseException, is_cut: bool) -> None:
    assert is_cut_off(error) is is_cut


@pytest.mark.parametrize("fault", list(Fault))
def test_each_fault_has_its_words(fault: Fault) -> None:
    outage = OUTAGES[fault]

    assert str(outage.heading) in outage.sentence
    assert outage.seconds > 0


def test_a_page_says_what_is_out_of_order_without_asking_it(
    failing: Callable[[BaseException], Client],
) -> None:
    browser = failing(told_by_driver(OperationalError, "57P01"))

    answer = browser.get(PAGE)

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer["Retry-After"] == "5"
    assert "no-store" in answer["Cache-Control"]
    assert "The database cannot be reached" in page
    assert answer["X-Request-ID"] in page
    assert "confirmed" not in page


def test_whoever_sent_something_is_told_what_became_of_it(
    failing: Callable[[BaseException], Client],
) -> None:
    browser = failing(OSError(errno.ENOSPC, "No space left on device"))

    answer = browser.post(PAGE, {"login": "x"})

    assert "Nothing of what you sent was kept." in answer.content.decode()


def test_the_page_speaks_the_language_of_its_reader(
    failing: Callable[[BaseException], Client],
) -> None:
    browser = failing(OSError(errno.ENOSPC, "No space left on device"))
    browser.cookies["remit_language"] = "fr"

    answer = browser.get(PAGE)

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert '<html lang="fr">' in answer.content.decode()


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("get", "The disk is full. Remit shows what it has"),
        ("post", "The disk is full. Nothing of what you sent was kept."),
    ],
)
def test_a_script_is_told_in_json(
    failing: Callable[[BaseException], Client], verb: str, said: str
) -> None:
    browser = failing(OSError(errno.ENOSPC, "No space left on device"))

    answer = getattr(browser, verb)(PAGE, headers={"accept": "application/json"})

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.json()["message"].startswith(said)


def test_a_mail_server_that_is_away_is_told_as_such(
    failing: Callable[[BaseException], Client],
) -> None:
    answer = failing(MailNotSent()).post(PAGE)

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "The mail could not be sent" in answer.content.decode()


def test_a_failure_of_the_program_is_no_outage(
    failing: Callable[[BaseException], Client],
) -> None:
    answer = failing(ValueError("ours")).get(PAGE)

    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR


def test_a_command_says_it_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, in_one_sentence():
        raise told_by_driver(OperationalError, "57P03")

    said = capsys.readouterr().err
    assert ended.value.code == TRY_LATER
    assert said.startswith("The database cannot be reached. ")
    assert said.endswith("(as the driver says it)\n")


def test_a_failure_of_the_program_keeps_its_traceback() -> None:
    with pytest.raises(ValueError, match="ours"), in_one_sentence():
        raise ValueError("ours")


def test_whoever_asks_for_the_traceback_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["manage.py", "work", "--traceback"])

    with pytest.raises(OSError, match="full"), in_one_sentence():
        raise OSError(errno.ENOSPC, "full")
