"""The two pages of an adoption: its columns, its rows."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Intake
from assessments.readers.trackers import read_tracker
from assessments.services.adopting import start_adopting
from assessments.services.intakes import Source
from tests.assessments.trackers.reading import workbook_of
from tests.builders import NOW, make_assessment, make_member
from tests.builders.trackers import make_table, make_tracker

pytestmark = pytest.mark.django_db

CHOOSE = ("1.1", "Choisir la région d’hébergement", "fait", "Gravelines")
PAY = ("", "Payer la première facture", "n/a", "offerte")
SIMILAR = ("", "Vérifier les copies", "mystère", "à revoir")


@pytest.fixture
def member(client: Client) -> Membership:
    """Return a manager who is signed in."""
    member = make_member()
    client.force_login(member.user)
    return member


def tracker_of(member: Membership) -> Intake:
    """Return a tracker of two sure rows and one that is only similar."""
    return make_tracker(make_assessment(member), CHOOSE, PAY, SIMILAR, by=member)


def address(intake: Intake, page: str) -> str:
    """Return the address of a page of an adoption."""
    slug = intake.organisation.slug
    return f"/o/{slug}/assessments/{intake.assessment_id}/intakes/{intake.key}/{page}"


def shown(client: Client, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
    """Return status and text of a page in English, or where it leads to."""
    english = {"accept-language": "en"}
    answer = (
        client.post(path, data, headers=english) if data else client.get(path, headers=english)
    )
    if answer.status_code == 302:
        return 302, answer["Location"]
    return answer.status_code, " ".join(answer.content.decode().split())


def columns(**other: str) -> dict[str, str]:
    """Return what the page of the columns sends when nothing is changed."""
    sent = {"revision": "1", "words_of": "0.0.2.-1", "header": "0", "column-0": "section"}
    sent |= {"column-1": "activity", "column-2": "coverage", "column-3": "note"}
    return sent | {"word-0": "covered", "word-1": "", "word-2": "not_applicable"} | other


def test_the_columns_are_shown_as_guessed_with_their_first_values(
    client: Client, member: Membership
) -> None:
    intake = tracker_of(member)

    status, text = shown(client, address(intake, "columns/"))

    assert status == 200
    assert '<option value="activity" selected>' in text
    assert "Gravelines" in text
    assert text.count('name="word-') == 3
    assert "not known" in text


def test_columns_that_are_right_lead_to_the_rows(client: Client, member: Membership) -> None:
    intake = tracker_of(member)

    status, where = shown(client, address(intake, "columns/save/"), columns())

    assert (status, where) == (302, address(intake, "rows/"))


def test_owners_are_chosen_among_the_people_here(client: Client, member: Membership) -> None:
    names = ("Activité", "Statut", "Porteur")
    row = (CHOOSE[1], "fait", "le chef")
    intake = make_tracker(make_assessment(member), row, names=names, by=member)
    sent = {"revision": "1", "words_of": "0.0.1.2", "header": "0", "column-0": "activity"}
    sent |= {"column-1": "coverage", "column-2": "owner", "word-0": "covered"}

    first = shown(client, address(intake, "columns/"))[1]
    shown(client, address(intake, "columns/save/"), sent | {"owner-0": member.user.email})

    intake.refresh_from_db()
    assert 'name="owner-0"' in first
    assert intake.table["layout"]["owners"] == {"le chef": member.user.email}


def test_a_workbook_of_two_sheets_lets_one_choose(client: Client, member: Membership) -> None:
    assessment = make_assessment(member)
    rows = [["Activité", "Statut"], [CHOOSE[1], "fait"]]
    content = workbook_of({"Suivi": rows, "Archives": rows})
    source = Source(Intake.Kind.TRACKER, "suivi.xlsx", "fr")
    tracker = read_tracker(content, name="suivi.xlsx")
    intake = start_adopting(
        assessment=assessment, tracker=tracker, source=source, by=member, at=NOW
    )
    sent = {"revision": "1", "words_of": "0.0.1.-1", "header": "0", "sheet": "1"}

    first = shown(client, address(intake, "columns/"))[1]
    status, where = shown(client, address(intake, "columns/save/"), sent)

    intake.refresh_from_db()
    assert '<option value="1">Archives</option>' in first
    assert (status, where) == (302, address(intake, "columns/"))
    assert intake.table["layout"]["sheet"] == 1


def test_another_row_of_names_leads_back_to_the_columns(
    client: Client, member: Membership
) -> None:
    intake = tracker_of(member)

    status, where = shown(client, address(intake, "columns/save/"), columns(header="-1"))

    assert (status, where) == (302, address(intake, "columns/"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"column-1": ""}, "Say which column holds the activities.", id="no activity"),
        pytest.param(
            {"column-2": "", "column-3": "", "words_of": "0.0.2.-1"},
            "Say which column holds what is to be taken.",
            id="nothing to take",
        ),
        pytest.param({"column-0": "note"}, "Two columns are named “Note”: keep one.", id="twice"),
    ],
)
def test_columns_that_cannot_be_are_said(
    client: Client, member: Membership, changed: dict[str, str], said: str
) -> None:
    intake = tracker_of(member)

    status, text = shown(client, address(intake, "columns/save/"), columns(**changed))

    assert status == 422
    assert said in text


def test_words_of_another_column_are_not_taken(client: Client, member: Membership) -> None:
    intake = tracker_of(member)

    status, text = shown(client, address(intake, "columns/save/"), columns(words_of="0.0.3.-1"))

    assert status == 409
    assert "This changed in the meantime" in text


def test_a_page_of_before_is_shown_as_it_stands_now(client: Client, member: Membership) -> None:
    intake = tracker_of(member)
    shown(client, address(intake, "columns/save/"), columns())

    of_columns = shown(client, address(intake, "columns/save/"), columns())
    of_rows = shown(client, address(intake, "rows/save/"), {"revision": "1"})

    assert (of_columns[0], of_rows[0]) == (409, 409)


def test_the_rows_say_how_many_are_matched_and_ask_for_the_rest(
    client: Client, member: Membership
) -> None:
    intake = tracker_of(member)

    status, text = shown(client, address(intake, "rows/"))

    assert status == 200
    assert "2 of 3 rows are activities of this assessment" in text
    assert 'name="row-4"' in text
    assert "Leave this row out" in text


def test_settled_rows_lead_to_what_they_change(client: Client, member: Membership) -> None:
    intake = tracker_of(member)

    status, where = shown(client, address(intake, "rows/save/"), {"revision": "1", "row-4": ""})

    assert (status, where) == (302, address(intake, ""))
    intake.refresh_from_db()
    assert [row[2] for row in intake.said["rows"]] == [CHOOSE[1], PAY[1]]


def test_all_first_proposals_are_taken_at_once(client: Client, member: Membership) -> None:
    intake = tracker_of(member)
    sent = {"revision": "1", "row-4": "", "takes_first": "on"}

    shown(client, address(intake, "rows/save/"), sent)

    intake.refresh_from_db()
    assert [row[2] for row in intake.said["rows"]] == [CHOOSE[1], PAY[1], SIMILAR[1]]


def test_one_activity_is_not_given_to_two_rows(client: Client, member: Membership) -> None:
    intake = make_tracker(make_assessment(member), CHOOSE, CHOOSE, by=member)
    key = str(Answer.objects.of_assessment(intake.assessment).in_printed_order()[0].key)
    sent = {"revision": "1", "row-2": key, "row-3": key}

    status, text = shown(client, address(intake, "rows/save/"), sent)

    assert status == 422
    assert "Lines 2, 3 are given the same activity: keep one of them." in text


def test_a_tracker_without_any_activity_says_so(client: Client, member: Membership) -> None:
    unlike = ("", "Commander des croissants", "ko", "")
    intake = make_tracker(make_assessment(member), unlike, by=member)

    status, text = shown(client, address(intake, "rows/save/"), {"revision": "1"})

    assert status == 422
    assert "No row says anything of an activity of this assessment." in text


def test_a_tracker_that_was_discarded_has_no_pages(client: Client, member: Membership) -> None:
    intake = tracker_of(member)
    Intake.objects.filter(pk=intake.pk).update(state=Intake.State.DISCARDED, table={})

    assert [shown(client, address(intake, page))[0] for page in ("columns/", "rows/")] == [
        404,
        404,
    ]


def test_nobody_else_finds_a_tracker(client: Client, member: Membership) -> None:
    intake = tracker_of(member)
    other = make_member(Role.CONTRIBUTOR, organisation=member.organisation)
    client.force_login(other.user)

    assert shown(client, address(intake, "columns/"))[0] == 404


def test_a_file_that_is_brought_back_and_is_no_workbook_of_ours_leads_here(
    client: Client, member: Membership
) -> None:
    assessment = make_assessment(member)
    path = f"/o/{member.organisation.slug}/assessments/{assessment.pk}/intakes/"
    file = SimpleUploadedFile("suivi.csv", make_table(CHOOSE, PAY).replace(b"\t", b";"))

    answer = client.post(f"{path}bring/", {"file": file}, follow=True)

    intake = Intake.objects.get(assessment=assessment)
    assert answer.redirect_chain[-1] == (address(intake, "columns/"), 302)
    assert intake.name == "suivi.csv"


def test_a_table_of_too_many_rows_is_refused_in_clear_words(
    client: Client, member: Membership
) -> None:
    assessment = make_assessment(member)
    path = f"/o/{member.organisation.slug}/assessments/{assessment.pk}/intakes/bring/"
    file = SimpleUploadedFile("suivi.csv", b"a;b\n" * 5_001)

    answer = client.post(path, {"file": file}, headers={"accept-language": "en"})

    assert answer.status_code == 422
    assert "“The table” has more than 5000 rows." in answer.content.decode()
    assert not Intake.objects.exists()
