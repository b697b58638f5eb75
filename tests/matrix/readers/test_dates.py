"""Dates as printed, and what a page says about its own."""

from datetime import date

import pytest

from matrix.readers.dates import DateReading, read_date
from tests.matrix.readers.pages import findings, make_page, read

ROW = "| Choose the size of the service | RA | I |"


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        pytest.param("2022-12-22", "", date(2022, 12, 22), id="ISO"),
        pytest.param("2022-12-22T10:00:00Z", "", date(2022, 12, 22), id="ISO with time"),
        pytest.param("le 22/11/2022", "fr", date(2022, 11, 22), id="numbers"),
        pytest.param("le 03/04/2022", "fr", date(2022, 4, 3), id="day first in French"),
        pytest.param("5.3.2024", "de", date(2024, 3, 5), id="day first in German"),
        pytest.param("22/12/2022", "en", date(2022, 12, 22), id="only a day can be 22"),
        pytest.param("12/22/2022", "en", date(2022, 12, 22), id="month first"),
        pytest.param("05/05/2022", "en", date(2022, 5, 5), id="both orders agree"),
        pytest.param("September 28th, 2021", "en", date(2021, 9, 28), id="month day"),
        pytest.param("23rd December 2022", "en", date(2022, 12, 23), id="day month"),
        pytest.param("1er décembre 2021", "fr", date(2021, 12, 1), id="French"),
        pytest.param("3 de marzo de 2023", "es", date(2023, 3, 3), id="Spanish"),
        pytest.param("5. März 2024", "de", date(2024, 3, 5), id="German"),
        pytest.param("within 3 days 2020, 4 May 2021", "en", date(2021, 5, 4), id="not a month"),
    ],
)
def test_a_date_is_read_in_the_order_of_its_language(
    text: str, language: str, value: date
) -> None:
    reading = read_date(text, language)

    assert reading is not None
    assert (reading.value, reading.is_odd) == (value, False)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param(
            "2024-6-25", "fr", DateReading("2024-6-25", date(2024, 6, 25), True), id="short month"
        ),
        pytest.param("03/04/2022", "en", DateReading("03/04/2022", None, True), id="two orders"),
        pytest.param("12/22/2022", "fr", DateReading("12/22/2022", None, True), id="no month 22"),
        pytest.param("31/02/2022", "en", DateReading("31/02/2022", None, True), id="no such day"),
        pytest.param(
            "2022-02-31", "", DateReading("2022-02-31", None, True), id="no such ISO day"
        ),
        pytest.param(
            "February 31, 2022", "", DateReading("February 31, 2022", None, True), id="in words"
        ),
    ],
)
def test_an_odd_date_is_told_from_a_certain_one(
    text: str, language: str, expected: DateReading
) -> None:
    reading = read_date(text, language)

    assert reading == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "in 2022",
        "item 3 of list 2022",
        "12 apples 2022",
        "apples 12, 2022",
        "version 22.11",
    ],
)
def test_a_text_without_date_gives_none(text: str) -> None:
    reading = read_date(text, "en")

    assert reading is None


@pytest.mark.parametrize(
    "line",
    [
        "**Dernière mise à jour le 22/11/2022**",
        "Mis à jour le 22 novembre 2022",
        "Last updated November 22nd, 2022",
        "**Last update 22/11/2022**",
        "Zuletzt aktualisiert am 22. November 2022",
        "Última actualización: 22 de noviembre de 2022",
    ],
)
def test_the_body_gives_the_date_where_there_is_no_front_matter(line: str) -> None:
    page = make_page(ROW, before=f"{line}\n\n")

    matrix = read(page)

    assert matrix.published_on == date(2022, 11, 22)
    assert [(day.where, day.line) for day in matrix.dates] == [("body", 1)]


def test_the_front_matter_wins_and_the_disagreement_is_told() -> None:
    page = make_page(ROW, before="---\nupdated: 2022-12-22\n---\nLast update 22/11/2022\n\n")

    matrix = read(page)

    assert matrix.published_on == date(2022, 12, 22)
    assert [day.verbatim for day in matrix.dates] == ["2022-12-22", "22/11/2022"]
    (found,) = findings(matrix, "dates-disagree")
    assert (found.line, found.values) == (4, ("2022-12-22", "22/11/2022"))


def test_equal_dates_in_two_places_are_no_finding() -> None:
    before = "---\nupdated: 2022-12-22\n---\nLast update 22 December 2022\n\n"

    matrix = read(make_page(ROW, before=before))

    assert len(matrix.dates) == 2
    assert [found.code for found in matrix.findings] == []


def test_a_page_without_date_says_so() -> None:
    matrix = read(make_page(ROW))

    assert (matrix.published_on, matrix.dates) == (None, ())
    assert [found.line for found in findings(matrix, "date-missing")] == [None]


def test_an_unreadable_date_is_kept_as_printed() -> None:
    matrix = read(make_page(ROW, before="---\ndate: last spring\n---\n"))

    assert [(day.verbatim, day.value) for day in matrix.dates] == [("last spring", None)]
    assert [found.values for found in findings(matrix, "date-odd")] == [("last spring",)]


def test_an_odd_date_with_one_meaning_is_used() -> None:
    matrix = read(make_page(ROW, before="---\nMise à jour : 2024-6-25\n---\n"))

    assert matrix.published_on == date(2024, 6, 25)
    assert [found.values for found in findings(matrix, "date-odd")] == [("2024-6-25",)]


def test_a_date_in_ordinary_text_is_not_the_page_s() -> None:
    matrix = read(make_page(ROW, before="The rules of 22/11/2022 apply.\nUpdated often.\n\n"))

    assert matrix.dates == ()
