"""Pages on paper: A4, numbered, without navigation, headings repeated, states in words."""

from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from accounts.models import Organisation
from tests.browser.seed import make_seed
from tests.builders import make_answers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True),
]

OpenBrowser = Callable[..., Page]


def printed(page: Page, url: str) -> list[str]:
    """Return the text of each sheet of paper that a page takes."""
    page.goto(url)
    content = page.pdf(prefer_css_page_size=True)
    sheets = PdfReader(BytesIO(content)).pages
    assert all(830 < sheet.mediabox.width < 850 for sheet in sheets)  # points: A4 on its side
    return [" ".join(sheet.extract_text().split()) for sheet in sheets]


def test_the_grid_on_paper_has_its_headings_and_number_on_every_sheet(
    open_browser: OpenBrowser,
) -> None:
    seed = make_seed()
    make_answers(seed.assessment, {"coverage": "covered"}, {"coverage": "gap"}, by=seed.manager)
    Organisation.objects.update(classification="Diffusion restreinte")
    page = open_browser(seed.contributor.user, locale="en-GB")

    sheets = printed(page, seed.grid)

    assert len(sheets) > 2
    assert "Diffusion restreinte" in sheets[0]
    assert all("Coverage" in sheet and "Owner" in sheet for sheet in sheets[:-1])
    assert all(f"{n}/{len(sheets)}" in sheet for n, sheet in enumerate(sheets, start=1))
    assert "covered" in sheets[0]
    assert "gap" in sheets[0]
    whole = " ".join(sheets)
    assert "Workbook .xlsx" not in whole
    assert "My duties" not in whole
