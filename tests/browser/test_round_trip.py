"""A workbook goes out, is filled in elsewhere and comes back; rows by the clipboard too."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from assessments.models import Answer
from assessments.services.answering import AnswerValues
from tests.assessments.returning.books import WorkingCopy
from tests.browser.seed import Seed, make_seed
from tests.builders import make_answers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True),
]

OpenBrowser = Callable[..., Page]


@pytest.fixture
def seed(transactional_db: None) -> Seed:
    """Return an unanswered assessment on the bundled matrix."""
    return make_seed()


def notes(seed: Seed) -> list[str]:
    """Return the notes of the first three rows."""
    rows = Answer.objects.of_assessment(seed.assessment).in_printed_order()
    return list(rows.values_list("note", flat=True)[:3])


def exported(page: Page) -> WorkingCopy:
    """Download the workbook of the page and open it."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Workbook .xlsx").click()
    return WorkingCopy(Path(download.value.path()).read_bytes())


def fill_in(copy: WorkingCopy) -> FilePayload:
    """Fill the working copy in as somebody does offline."""
    copy.put(0, "note", "In the file")
    copy.put(1, "note", "Also in the file")
    copy.put(2, "coverage", "covered")
    content = copy.saved()
    return {"name": "retour.xlsx", "mimeType": "application/zip", "buffer": content}


def test_three_clicks_and_one_key_for_each_conflict_bring_a_workbook_back(
    seed: Seed, open_browser: OpenBrowser
) -> None:
    page = open_browser(seed.manager.user, locale="en-GB")
    page.goto(seed.grid)
    file = fill_in(exported(page))
    make_answers(seed.assessment, {"note": "On screen"}, {"note": "Here"}, by=seed.contributor)

    page.get_by_role("link", name="Bring back a workbook").click()
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="See what it changes").click()
    expect(page.locator("#intake-open")).to_have_text("2 conflicts to decide first")
    expect(page.locator("#intake-apply")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("2")
    page.keyboard.press("1")
    expect(page.locator("#intake-apply")).to_have_text("Change 2 rows")
    expect(page.locator("#intake-open")).to_have_text("")
    page.locator("#intake-apply").click()

    expect(page.get_by_text("2 rows changed")).to_be_visible()
    assert notes(seed) == ["In the file", "Here", ""]
    assert seed.coverages()[2] == "covered"
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 answers are as before.")).to_be_visible()
    assert notes(seed) == ["On screen", "Here", ""]


def test_an_undecided_conflict_is_led_to_instead_of_sent(
    seed: Seed, open_browser: OpenBrowser
) -> None:
    page = open_browser(seed.manager.user, locale="en-GB")
    page.goto(seed.grid)
    file = fill_in(exported(page))
    make_answers(seed.assessment, {"note": "On screen"}, by=seed.contributor)
    page.goto(seed.grid.replace("duties/", "intakes/new/"))
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="See what it changes").click()

    page.locator("#intake-apply").press("Enter")

    expect(page.locator("li[data-asked]")).to_be_focused()
    assert notes(seed)[0] == "On screen"


def test_it_works_without_javascript(seed: Seed, open_browser: OpenBrowser) -> None:
    page = open_browser(seed.manager.user, locale="en-GB", java_script_enabled=False)
    page.goto(seed.grid)
    file = fill_in(exported(page))
    make_answers(seed.assessment, {"note": "On screen"}, by=seed.contributor)

    page.get_by_role("link", name="Bring back a workbook").click()
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="See what it changes").click()
    page.get_by_role("button", name="Change 2 rows").click()
    expect(page.get_by_role("alert")).to_contain_text("1 conflict is not decided yet")
    page.get_by_role("radio", name="In the file").check()
    page.get_by_role("button", name="Change 2 rows").click()

    expect(page.get_by_text("3 rows changed")).to_be_visible()
    assert notes(seed) == ["In the file", "Also in the file", ""]


def test_copied_rows_come_back_by_paste_with_what_a_sheet_made_of_them(
    seed: Seed, open_browser: OpenBrowser
) -> None:
    note = 'Two\n"lines"'
    said = AnswerValues(coverage="partial", note=note), AnswerValues(note="=1+1")
    make_answers(seed.assessment, *said, by=seed.manager)
    page = open_browser(seed.manager.user, locale="en-GB")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(seed.grid)

    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("ControlOrMeta+c")
    expect(page.locator("#live")).to_have_text("2 rows copied.")
    text = page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("ControlOrMeta+v")
    expect(page.locator("h1")).to_contain_text("0 of 2 rows change")
    page.goto(seed.grid)
    changed = text.replace("'=1+1", "Brought").replace("partial", "covered")
    page.evaluate("text => navigator.clipboard.writeText(text)", changed)
    page.keyboard.press("j")
    page.keyboard.press("ControlOrMeta+v")
    page.get_by_role("button", name="Change 2 rows").click()
    expect(page.get_by_text("2 rows changed")).to_be_visible()

    assert text.startswith("No.\tSection\tActivity\tCoverage\t")
    assert text.split("\r\n")[0].endswith("\tKey\tRevision")
    assert seed.coverages()[0] == "covered"
    assert notes(seed)[:2] == [note, "Brought"]


def test_the_clipboard_is_the_browser_s_own_in_a_field_and_with_keys_off(
    seed: Seed, open_browser: OpenBrowser
) -> None:
    page = open_browser(seed.manager.user, locale="en-GB")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(seed.grid)
    page.evaluate("navigator.clipboard.writeText('Key\\tNote\\nx\\ty')")

    page.keyboard.press("j")
    page.keyboard.press("n")
    page.keyboard.press("ControlOrMeta+v")
    expect(page.locator(".in-place textarea")).to_have_value("Key\tNote\nx\ty")
    seed.manager.user.has_keys = False
    seed.manager.user.save(update_fields=["has_keys"])
    page.goto(seed.grid)
    page.locator("tr.duty").first.focus()
    page.keyboard.press("ControlOrMeta+v")
    page.keyboard.press("ControlOrMeta+c")

    assert page.url.endswith(seed.grid)
    assert page.evaluate("navigator.clipboard.readText()").startswith("Key\t")
