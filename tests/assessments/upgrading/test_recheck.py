"""Rows to recheck: any answer clears the mark, an undo brings it back, and it is seen."""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from assessments.services.starting import Terms, copy_assessment
from assessments.services.undoing import undo_batch
from tests.assessments.upgrading.pages import World, answer_of, make_world, move, say
from tests.builders import NOW

pytestmark = pytest.mark.django_db

START = "Conserver"


@pytest.fixture
def world() -> World:
    """Return an assessment that has moved, with one row to recheck."""
    world = make_world()
    move(world.assessment, world.new, by=world.manager)
    return world


def post(world: World, page: str, *args: object, **values: object) -> int:
    """Send a form and return the status."""
    client = Client()
    client.force_login(world.manager.user)
    slug = world.manager.organisation.slug
    address = reverse(f"assessments:{page}", args=[slug, world.assessment.pk, *args])
    return client.post(address, values).status_code


def get(world: World, page: str, query: str = "") -> bytes:
    """Return a page, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.manager.user)
    slug = world.manager.organisation.slug
    address = reverse(f"assessments:{page}", args=[slug, world.assessment.pk])
    content: bytes = client.get(address + query).content
    return content


@pytest.mark.parametrize(
    ("values", "is_marked"),
    [
        pytest.param({"coverage": "gap"}, False, id="another answer"),
        pytest.param({"coverage": "covered"}, False, id="the same answer again"),
        pytest.param({"is_to_recheck": False}, False, id="still true"),
        pytest.param({"due_on": NOW.date()}, True, id="a date is no answer"),
        pytest.param({"note": "Mot."}, True, id="a note is no answer"),
    ],
)
def test_any_answer_clears_the_mark(
    world: World, values: dict[str, object], is_marked: bool
) -> None:
    say(world.assessment, START, by=world.manager, **values)

    assert answer_of(world.assessment, START).is_to_recheck is is_marked


def test_an_undo_brings_the_mark_back(world: World) -> None:
    batch = say(world.assessment, START, by=world.manager, coverage="gap").batch

    undo_batch(assessment_id=world.assessment.pk, batch=batch, by=world.manager, at=NOW)

    row = answer_of(world.assessment, START)
    assert (row.coverage, row.is_to_recheck) == ("covered", True)


def test_the_grid_and_the_page_of_a_row_confirm_it(world: World) -> None:
    row = answer_of(world.assessment, START)

    status = post(world, "record", rows=f"{row.key}:{row.revision}", still_true="true")

    row.refresh_from_db()
    assert (status, row.is_to_recheck, row.coverage) == (200, False, "covered")


def test_a_form_without_javascript_confirms_it(world: World) -> None:
    row = answer_of(world.assessment, START)
    owner = f"member-{row.owner_membership_id}"
    sent = {"revision": row.revision, "coverage": "covered", "note": "Vu.", "owner": owner}

    status = post(world, "save_answer", row.key, **sent, still_true="on")

    row.refresh_from_db()
    assert (status, row.is_to_recheck) == (302, False)


def test_nobody_sets_the_mark_by_hand(world: World) -> None:
    row = answer_of(world.assessment, "Choisir")

    post(world, "record", rows=f"{row.key}:{row.revision}", still_true="", is_to_recheck="true")

    assert not answer_of(world.assessment, "Choisir").is_to_recheck


def test_a_stale_confirmation_is_a_conflict(world: World) -> None:
    row = answer_of(world.assessment, START)
    say(world.assessment, START, by=world.manager, note="Depuis.")

    status = post(world, "record", rows=f"{row.key}:{row.revision}", still_true="true")

    assert status == 409
    assert answer_of(world.assessment, START).is_to_recheck


@pytest.mark.parametrize(
    ("query", "first_words"),
    [
        pytest.param("?recheck=true", ["Conserver"], id="to recheck"),
        pytest.param("?new=true", ["Surveiller", "Déclarer"], id="new"),
        pytest.param("?new=false&recheck=false", ["Choisir", "Chiffrer", "Tester"], id="neither"),
    ],
)
def test_the_grid_filters_them(world: World, query: str, first_words: list[str]) -> None:
    text = get(world, "duties", query).decode()

    texts = re.findall(r'class="duty-text"[^>]*>([^<]+)<', text)
    assert [text.split()[0] for text in texts] == first_words


def test_the_workbook_says_it_in_words(world: World) -> None:
    content = get(world, "duties_xlsx")

    rows = list(load_workbook(BytesIO(content)).worksheets[0].values)
    place = rows[0].index("To recheck")
    assert [row[place] for row in rows[1:]].count("to recheck") == 1


def test_a_copy_with_answers_keeps_the_mark(world: World) -> None:
    world.assessment.refresh_from_db()
    terms = Terms("Copie", world.assessment.starts_on, world.assessment.ends_on)

    copy = copy_assessment(
        source=world.assessment, terms=terms, with_answers=True, by=world.manager, at=NOW
    )

    assert answer_of(copy, START).is_to_recheck
