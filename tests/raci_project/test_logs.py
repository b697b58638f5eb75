"""What a log line leaves out."""

import logging
from logging import LogRecord
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from raci_project.logs import KeyFilter

KEY = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF"


def _line(message: str, *values: object) -> str:
    record = LogRecord("django.request", logging.WARNING, "", 0, message, values, None)
    assert KeyFilter().filter(record)
    return record.getMessage()


@pytest.mark.asvs("16.2.5")
@pytest.mark.parametrize(
    "path",
    [
        f"/invitations/{KEY}/",
        f"/invitations/{KEY}/accept/",
        f"/closed/{KEY}/log.jsonl",
        f"/account/login/?next=%2Finvitations%2F{KEY}%2F",
        f"/account/login/?next=/invitations/{KEY}/",
        f"/account/password/reset/key/1-{KEY}/",
    ],
)
def test_keys_are_left_out(path: str) -> None:
    line = _line("%s: %s", "Not Found", path)

    assert KEY not in line
    assert "…" in line


def test_other_lines_are_left_alone() -> None:
    line = _line("%s: %s", "Not Found", "/o/acme/invitations/7/withdraw/")

    assert line == "Not Found: /o/acme/invitations/7/withdraw/"


@pytest.mark.django_db
def test_a_key_that_is_refused_is_in_no_line_of_the_console(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    logging_settings: Any = settings.LOGGING

    client.get(f"/invitations/{KEY}/")

    lines = [record for record in caplog.records if KeyFilter().filter(record)]
    assert "keys" in logging_settings["handlers"]["console"]["filters"]
    assert lines
    assert not [record for record in lines if KEY in record.getMessage()]
