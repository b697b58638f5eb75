"""Dates in words."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from accounts.dates import date_format
from tests.builders import NOW


@pytest.mark.parametrize(
    ("language", "day", "form", "written"),
    [
        pytest.param("fr", date(2026, 1, 1), "j F Y", "1er janvier 2026", id="the first"),
        pytest.param(
            "fr", date(2026, 7, 1), "l j F", "mercredi 1er juillet", id="with its weekday"
        ),
        pytest.param("fr", date(2026, 1, 1), "DATE_FORMAT", "1er janvier 2026", id="as usual"),
        pytest.param("fr", date(2026, 1, 21), "j F Y", "21 janvier 2026", id="any other"),
        pytest.param("fr", date(2026, 1, 1), "Y-m-d", "2026-01-01", id="in digits"),
        pytest.param("en", date(2026, 1, 1), "j F Y", "1 January 2026", id="in English"),
    ],
)
def test_french_says_premier_of_a_month(language: str, day: date, form: str, written: str) -> None:
    page = Template(f"{{{{ day|date:'{form}' }}}}")

    with translation.override(language):
        said = date_format(day, form), page.render(Context({"day": day}))

    assert said == (written, written)


def test_a_moment_is_of_its_local_day() -> None:
    page = Template("{{ moment|date:'j F Y, H:i' }}")
    moment = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)

    with translation.override("fr"):
        said = page.render(Context({"moment": moment}))

    assert said == "1er juillet 2026, 00:30"


def test_no_date_is_no_text() -> None:
    page = Template("{{ day|date:'j F Y' }}")

    with translation.override("fr"):
        said = page.render(Context({"day": None}))

    assert said == ""


@pytest.mark.usefixtures("on_that_day")
def test_a_sheet_says_the_day_it_was_printed_on() -> None:
    foot = Template('{% include "components/_print_foot.html" with what="Gaps" only %}')

    with translation.override("fr"):
        said = foot.render(Context())

    assert date_format(timezone.localdate(NOW), "j F Y") in said
