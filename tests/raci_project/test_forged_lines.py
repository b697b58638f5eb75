"""Nobody writes a line of the log of their own."""

import logging

import pytest
from django.test import Client

from raci_project.logs import JsonFormatter, LineFormatter
from raci_project.settings import LOGGING

FORGED = "%0A2026-11-23%20CRITICAL%20forged%1B%5B31m%0D"


@pytest.mark.asvs("16.4.1")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", [f"/nowhere{FORGED}/", f"/o/{FORGED}/assessments/", f"/healthz?{FORGED}"]
)
def test_an_address_adds_no_line_and_no_colour(
    path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        Client().get(path, headers={"user-agent": "a\nb", "referer": "c\nd"})

    lines = [
        kind.format(record)
        for record in caplog.records
        for kind in (LineFormatter(), JsonFormatter())
    ]
    assert not [line for line in lines if {"\n", "\r", "\x1b"} & set(line)]


@pytest.mark.asvs("16.2.3")
def test_lines_go_to_standard_error_alone() -> None:
    handlers = {each["class"] for each in LOGGING["handlers"].values()}

    assert handlers == {"logging.StreamHandler"}
