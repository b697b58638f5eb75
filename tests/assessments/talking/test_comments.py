"""Comments: saying something, naming somebody, taking it away, having read it."""

from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts import services
from accounts.rights import Role
from assessments.models import Answer, Assessment, Comment, Mention
from assessments.selectors.comments import SHOWN, talk_about, unread_mentions
from assessments.selectors.history import row_history
from assessments.services.answering import AssessmentClosed
from assessments.services.comments import (
    CommentGone,
    NotTheirComment,
    RowGone,
    UnknownMention,
    add_comment,
    delete_comment,
    read_mentions,
)
from audit.models import Event
from tests.assessments.talking.talk import Row
from tests.builders import NOW, make_former_member, make_labels, make_member, make_user

pytestmark = pytest.mark.django_db


def test_what_is_said_is_read_in_order(row: Row) -> None:
    row.say("First")
    row.say("Second\r\nline", by=row.contributor)

    lines = row.talk().lines

    assert row.texts() == ["First", "Second\nline"]
    assert [line.who for line in lines] == ["Jeanne Goff", "Karim Benali"]
    assert [line.is_own for line in lines] == [True, False]


@pytest.mark.parametrize(
    ("typed", "read", "mentioned"),
    [
        pytest.param("@Karim Benali, look", "@Karim Benali, look", True, id="by name"),
        pytest.param("ask @karim benali.", "ask @Karim Benali.", True, id="whatever its case"),
        pytest.param("@Karim", "@Karim", False, id="half a name"),
        pytest.param("@Karim Benalis", "@Karim Benalis", False, id="a longer word"),
        pytest.param("a@Karim Benali", "a@Karim Benali", False, id="inside an address"),
        pytest.param("Karim Benali", "Karim Benali", False, id="without an @"),
    ],
)
def test_a_name_after_an_at_is_a_mention(row: Row, typed: str, read: str, mentioned: bool) -> None:
    row.say(typed)

    assert row.texts() == [read]
    assert Mention.objects.of_member(row.contributor).exists() is mentioned


@pytest.mark.parametrize(("language", "before"), [("fr", ""), ("en", "en ")])
def test_a_mention_names_its_row_in_the_readers_language(
    row: Row, language: str, before: str
) -> None:
    make_labels(row.assessment.edition)
    printed = Answer.objects.get(key=row.key).activity.text
    row.say("@Karim Benali, look")

    with translation.override(language):
        (line,) = unread_mentions(row.contributor).lines

    assert (line.activity, line.language) == (f"{before}{printed}", language)


def test_the_longest_name_is_meant(row: Row) -> None:
    longer = make_member(
        organisation=row.manager.organisation, user=make_user("Karim Benali Roux")
    )

    row.say("@Karim Benali Roux")

    assert Mention.objects.get().membership_id == longer.pk


def test_a_name_that_two_bear_names_nobody(row: Row) -> None:
    make_member(organisation=row.manager.organisation, user=make_user("karim benali"))

    row.say("@Karim Benali")

    assert not Mention.objects.exists()


def test_whoever_is_chosen_is_mentioned_once(row: Row) -> None:
    row.say("please", mention=row.contributor)
    row.say("@Karim Benali please", mention=row.contributor)

    assert row.texts() == ["@Karim Benali please"] * 2
    assert Mention.objects.of_member(row.contributor).count() == 2


def test_who_mentions_themselves_is_not_told(row: Row) -> None:
    row.say("@Jeanne Goff does it")

    assert not Mention.objects.exists()
    assert row.texts() == ["@Jeanne Goff does it"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.VIEWER])
def test_who_has_no_page_of_duties_cannot_be_mentioned(row: Row, role: Role) -> None:
    reader = make_member(role, organisation=row.manager.organisation, user=make_user("Ann Lee"))

    row.say("@Ann Lee")

    assert not Mention.objects.exists()
    with pytest.raises(UnknownMention):
        row.say("look", mention=reader)


def test_nobody_from_elsewhere_or_who_left_can_be_mentioned(row: Row) -> None:
    former = make_former_member(organisation=row.manager.organisation)

    with pytest.raises(UnknownMention):
        row.say("look", mention=former)
    with pytest.raises(UnknownMention):
        row.say("look", mention=make_member())


def test_nobody_can_be_named_where_nobody_may_write(row: Row) -> None:
    services.change_role(membership=row.contributor, role=Role.VIEWER, by=row.manager.user, at=NOW)
    services.end_membership(membership=row.manager, at=NOW)

    row.say("@Karim Benali")

    assert row.texts() == ["@Karim Benali"]


def test_a_name_goes_with_its_person(row: Row) -> None:
    row.say("@Karim Benali, look")
    row.say("Yes", by=row.contributor)

    row.contributor.user.delete()

    lines = row.talk().lines
    with translation.override("en"):
        assert row.texts() == ["@somebody who is no longer here, look", "Yes"]
    assert [line.who for line in lines] == ["Jeanne Goff", ""]


def test_a_signed_assessment_is_not_commented_on(row: Row) -> None:
    said = row.say("Before", by=row.contributor)
    Assessment.objects.filter(pk=row.assessment.pk).update(state=Assessment.State.CLOSED)
    row.assessment.refresh_from_db()

    with pytest.raises(AssessmentClosed):
        row.say("After")

    assert not row.talk().is_writable
    assert row.talk().is_shown
    delete_comment(comment_id=said.pk, key=row.key, by=row.contributor, at=NOW)
    assert not row.talk().is_shown


def test_a_row_that_is_not_there_is_not_commented_on(row: Row) -> None:
    foreign = make_member()

    with pytest.raises(RowGone):
        row.say("look", by=foreign)
    with pytest.raises(RowGone):
        add_comment(
            assessment_id=row.assessment.pk,
            key=uuid4(),
            text="look",
            mention_id=None,
            by=row.manager,
            at=NOW,
        )


def test_only_who_said_it_takes_it_away_and_once(row: Row) -> None:
    said = row.say("@Karim Benali, look")

    with pytest.raises(NotTheirComment):
        delete_comment(comment_id=said.pk, key=row.key, by=row.contributor, at=NOW)
    delete_comment(comment_id=said.pk, key=row.key, by=row.manager, at=NOW)
    with pytest.raises(CommentGone):
        delete_comment(comment_id=said.pk, key=row.key, by=row.manager, at=NOW)

    assert not Comment.objects.exists()
    assert unread_mentions(row.contributor).total == 0


def test_the_chain_keeps_ids_and_a_hash_and_no_word(row: Row) -> None:
    said = row.say("The canary sings to @Karim Benali")
    delete_comment(comment_id=said.pk, key=row.key, by=row.manager, at=NOW)

    added, deleted = Event.objects.filter(verb__startswith="comment-").order_by("sequence")
    assert added.new == {
        "comment": said.pk,
        "text_sha256": sha256(said.text.encode()).hexdigest(),
        "mentions": [row.contributor.pk],
    }
    assert deleted.new == {**added.new, "mentions": []}
    assert "canary" not in str([added.new, deleted.new])


def test_the_history_says_that_somebody_commented_but_not_to_an_auditor(row: Row) -> None:
    auditor = make_member(Role.AUDITOR, organisation=row.manager.organisation)
    row.say("@Karim Benali, look")

    told = row_history(str(row.key), reader=row.manager).lines
    told_auditor = row_history(str(row.key), reader=auditor).lines

    assert [line.told.verb for line in told] == ["comment-added"]
    assert told[0].changes == ()
    assert told_auditor == ()


def test_an_auditor_sees_no_comment_and_a_viewer_only_reads(row: Row) -> None:
    organisation = row.manager.organisation
    auditor = make_member(Role.AUDITOR, organisation=organisation)
    viewer = make_member(Role.VIEWER, organisation=organisation)
    before = row.talk(viewer)
    row.say("look")

    after = row.talk(viewer)

    assert talk_about(row.key, assessment=row.assessment, reader=auditor) is None
    assert (before.is_shown, after.is_shown, after.is_writable) == (False, True, False)


def test_a_mention_is_unread_until_it_is_marked(row: Row) -> None:
    row.say("@Karim Benali, look")
    before = row.talk(row.contributor)

    marked = read_mentions(key=row.key, by=row.contributor, at=NOW)

    assert before.has_unread
    assert marked == 1
    assert not row.talk(row.contributor).has_unread
    assert not row.talk(row.manager).has_unread


def test_an_answer_marks_what_it_answers_as_read(row: Row) -> None:
    row.say("@Karim Benali, look")

    row.say("Seen", by=row.contributor)

    assert unread_mentions(row.contributor).total == 0


def test_unread_mentions_are_read_with_their_rows(row: Row) -> None:
    row.say("@Karim Benali, look")

    found = unread_mentions(row.contributor)

    (line,) = found.lines
    assert (line.who, line.text, line.key) == ("Jeanne Goff", "@Karim Benali, look", row.key)
    assert line.assessment == row.assessment
    assert found.total == 1


def test_many_mentions_are_counted_and_the_newest_shown(row: Row) -> None:
    for number in range(SHOWN + 1):
        row.say(f"@Karim Benali {number}")

    found = unread_mentions(row.contributor)

    assert (len(found.lines), found.total) == (SHOWN, SHOWN + 1)
    assert found.lines[0].text == f"@Karim Benali {SHOWN}"


def test_a_row_that_is_switched_off_mentions_nobody(row: Row) -> None:
    row.say("@Karim Benali, look")

    Answer.objects.filter(key=row.key).update(is_switched_off=True)

    assert unread_mentions(row.contributor).total == 0


def test_the_database_keeps_what_was_said_and_where(row: Row) -> None:
    said = row.say("look")

    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=said.pk).update(text="never mind")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mention.objects.create(
            organisation=row.manager.organisation, comment=said, membership=make_member()
        )
