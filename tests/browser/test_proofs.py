"""Proofs in a real browser: one for ten duties, a file with its progress, no JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from assessments.models import Attachment
from evidence.models import Evidence
from tests.browser.seed import Seed, make_seed
from tests.builders.evidence import make_evidence

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Page]
AT_MOST = 22
FILE: FilePayload = {"name": "restore.txt", "mimeType": "text/plain", "buffer": b"All restored."}
# What the browser does when somebody drags a file in and lets go.
DROP = """(node, names) => {
  const dataTransfer = new DataTransfer();
  for (const name of names) {
    dataTransfer.items.add(new File(["All restored."], name, { type: "text/plain" }));
  }
  return ["dragover", "drop"].map((kind) => {
    node.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    return document.querySelectorAll(".is-over").length;
  });
}"""


@pytest.fixture
def seed(transactional_db: None) -> Seed:
    """Return an unanswered assessment on the bundled matrix."""
    return make_seed()


def test_one_proof_is_attached_to_ten_duties_in_22_keys(
    seed: Seed, open_browser: OpenBrowser
) -> None:
    make_evidence(by=seed.manager, title="Access review")
    evidence = make_evidence(by=seed.manager, title="Restore test of March")
    make_evidence(by=seed.manager, title="Contract")
    page = open_browser(seed.contributor.user)
    page.goto(seed.grid)
    keys = ["j", *["Shift+ArrowDown"] * 9, "e", *"restore", "Enter"]

    for key in keys:
        page.keyboard.press(key)

    line = page.locator("#proof-line")
    expect(line).to_contain_text("10")
    assert len(keys) <= AT_MOST
    assert list(evidence.attachments.values_list("answer__activity__position")) != []
    assert evidence.attachments.count() == 10
    expect(page.locator(".duty-proofs:visible")).to_have_count(10)
    line.get_by_role("button").click()
    expect(page.locator(".duty-proofs:visible")).to_have_count(0)
    assert not Attachment.objects.exists()


def test_a_file_is_brought_to_a_row_and_shows_on_it(seed: Seed, open_browser: OpenBrowser) -> None:
    page = open_browser(seed.contributor.user)
    page.goto(seed.grid)
    page.keyboard.press("j")
    page.keyboard.press("e")
    dialog = page.locator("#proof-dialog")

    dialog.locator("details.proof-more > summary").click()
    dialog.locator("input[type=file]").set_input_files([FILE])
    dialog.locator("form[data-proof-form] button.is-primary").click()

    expect(page.locator("tr.duty").first.locator(".duty-proofs")).to_be_visible()
    assert Evidence.objects.get().filename == "restore.txt"


def test_a_file_dropped_on_a_chosen_row_is_for_all_chosen_rows(
    seed: Seed, open_browser: OpenBrowser
) -> None:
    page = open_browser(seed.contributor.user)
    page.goto(seed.grid)
    page.keyboard.press("j")
    page.keyboard.press("Shift+ArrowDown")
    dialog = page.locator("#proof-dialog")

    lit = page.locator("tr.duty").first.evaluate(DROP, ["restore.txt"])
    expect(page.locator("#proof-attach")).to_be_hidden()
    dialog.locator("form[data-proof-form] button.is-primary").click()

    expect(page.locator(".duty-proofs:visible")).to_have_count(2)
    assert lit == [1, 0]
    assert Evidence.objects.get().attachments.count() == 2


def test_of_files_dropped_around_the_form_of_a_duty_the_first_is_taken(
    seed: Seed, open_browser: OpenBrowser
) -> None:
    page = open_browser(seed.contributor.user, locale="en-GB")
    page.goto(f"{seed.grid}{_first_key(seed)}/")

    page.locator("#evidence-title").evaluate(DROP, ["first.txt", "second.txt"])
    expect(page.locator("form[data-proof-form] [data-trouble]")).to_contain_text("first file")
    page.keyboard.press("Enter")

    expect(page.locator(".proof-title")).to_have_text("first")
    assert Evidence.objects.get().filename == "first.txt"


def test_an_upload_can_be_cancelled(seed: Seed, open_browser: OpenBrowser) -> None:
    page = open_browser(seed.contributor.user)
    page.goto(f"{seed.grid}{_first_key(seed)}/")
    held: list[Route] = []
    page.route("**/evidence/new/", lambda route: held.append(route))
    form = page.locator("form[data-proof-form]")
    page.locator("details.proof-more > summary").click()
    form.locator("input[type=file]").set_input_files([FILE])

    form.locator("button.is-primary").click()
    form.locator("[data-cancel]").click()

    expect(form.locator("[data-trouble]")).to_be_visible()
    expect(form.locator("[data-cancel]")).to_be_hidden()
    assert not Evidence.objects.exists()


def test_without_javascript_a_file_is_brought_by_the_form(
    seed: Seed, open_browser: OpenBrowser
) -> None:
    page = open_browser(seed.contributor.user, java_script_enabled=False)
    page.goto(f"{seed.grid}{_first_key(seed)}/")
    page.locator("details.proof-more > summary").click()
    page.locator("form[data-proof-form] input[type=file]").set_input_files([FILE])

    page.locator("form[data-proof-form] button.is-primary").click()

    expect(page.locator(".proof-title")).to_have_text("restore")


def _first_key(seed: Seed) -> str:
    return str(seed.assessment.answers.order_by("activity__position")[0].key)
