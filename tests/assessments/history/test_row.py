"""The page of one row tells what was changed in it."""

import pytest
from django.test import Client

from assessments.selectors.history.lines import ON_A_ROW
from tests.assessments.history.logs import make_history, make_told, read
from tests.builders import make_answers

pytestmark = pytest.mark.django_db


def test_a_row_nobody_changed_says_so(client: Client) -> None:
    told = make_told()
    client.force_login(told.manager.user)

    page = read(client, f"{told.organisation}assessments/{told.assessment.pk}/duties/{told.key}/")

    assert "Nobody has changed this row yet." in page


def test_changes_stand_newest_first_with_the_way_to_the_history(client: Client) -> None:
    told = make_told()
    make_history(told)
    client.force_login(told.manager.user)

    page = read(client, f"{told.organisation}assessments/{told.assessment.pk}/duties/{told.key}/")

    assert page.index("answered “gap” (was: covered)") < page.index("answered “covered”")
    assert f'href="{told.url}/?row={told.key}"' in page
    assert "See all changes of this row" not in page


@pytest.mark.thorough
def test_more_changes_than_fit_are_one_link_away(client: Client) -> None:
    told = make_told()
    for number in range(ON_A_ROW + 1):
        make_answers(told.assessment, {"note": f"Note {number}"}, by=told.manager)
    client.force_login(told.manager.user)

    page = read(client, f"{told.organisation}assessments/{told.assessment.pk}/duties/{told.key}/")

    assert page.count('<li class="event is-dated"') == ON_A_ROW
    assert "See all changes of this row" in page
