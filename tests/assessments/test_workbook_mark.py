"""The classification mark of an organisation stands on every sheet."""

import pytest

from accounts.rights import Role
from assessments.reports.assessment import assessment_workbook
from tests.assessments.workbooks import (
    foot,
    lines,
    make_contents,
    make_full_assessment,
    opened,
    sheet,
)
from tests.builders import make_member

pytestmark = pytest.mark.django_db

MARK = "C2 & Diffusion restreinte"


def test_it_is_at_head_and_foot_on_the_summary_and_in_the_properties() -> None:
    member = make_member(Role.MANAGER)
    member.organisation.classification = MARK
    member.organisation.save(update_fields=["classification"])
    contents = make_contents(make_full_assessment(member))

    book = opened(assessment_workbook(contents).content)

    for each in book.worksheets:
        head = each.oddHeader
        assert head is not None
        assert head.center.text == MARK.replace("&", "&&"), each.title
        left, middle, right = foot(each)
        assert right == f"{MARK.replace('&', '&&')} · &P/&N"
        assert len(f"&L{left}&C{middle}&R{right}") <= 255
    assert ["Classification mark", MARK] in [row[:2] for row in lines(sheet(book, "Summary"))]
    assert (book.properties.keywords, book.properties.category) == (MARK, MARK)


def test_without_one_nothing_is_added() -> None:
    contents = make_contents(make_full_assessment())

    book = opened(assessment_workbook(contents).content)

    head = book.worksheets[0].oddHeader
    assert head is None or not head.center.text
    assert foot(book.worksheets[0])[2] == "&P/&N"
    assert "Classification mark" not in str(lines(sheet(book, "Summary")))
    assert not book.properties.keywords
