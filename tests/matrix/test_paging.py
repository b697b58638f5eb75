"""A long edition read in pages is the edition."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matrix.selectors import printed_edition
from matrix.selectors.paging import paged_edition
from tests.builders import make_edition, make_labels, make_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("size", [1, 4, 5, 100])
def test_pages_together_are_the_whole(language: str, size: int) -> None:
    edition = make_edition()
    make_labels(edition)
    whole = printed_edition(edition, language=language)

    paged = paged_edition(edition, language=language)

    activities = [each for page in paged.pages(size=size) for each in page.activities]
    assert tuple(activities) == whole.activities
    assert paged.frame.activities == ()
    assert (paged.frame.sections, paged.frame.legend) == (whole.sections, whole.legend)
    assert (paged.frame.title, paged.frame.parties) == (whole.title, whole.parties)


def test_a_page_needs_as_many_queries_whatever_its_size() -> None:
    edition = make_edition(make_page(6))
    make_labels(edition)
    paged = paged_edition(edition, language="en")

    counts = []
    for last in (0, 5):
        with CaptureQueriesContext(connection) as queries:
            paged.between(0, last)
        counts.append(len(queries))

    assert counts == [3, 3]
