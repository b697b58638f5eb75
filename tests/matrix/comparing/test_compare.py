"""What becomes of each activity, row by row."""

from typing import Any

import pytest

from matrix.comparing import Bucket, compare
from tests.matrix.comparing.rows import HOME, counts, lines, make_row, make_rows, only_match

ELSEWHERE = ("Exploiter", "Réseau")
SENTENCE = "Gérer les sauvegardes des machines virtuelles hébergées sur la plateforme du client"


def test_equal_words_are_unchanged_whatever_their_typography() -> None:
    match = only_match(make_row("Mettre en œuvre l’accès."), make_row("mettre en oeuvre l'acces"))

    assert (match.bucket, match.score, match.is_carried) == (Bucket.UNCHANGED, 1.0, True)


def test_a_renumbered_section_changes_nothing() -> None:
    match = only_match(make_row(SENTENCE, number="2.1"), make_row(SENTENCE, number="3.4"))

    assert match.bucket is Bucket.UNCHANGED


def test_another_section_is_a_move_and_carried() -> None:
    match = only_match(make_row(SENTENCE), make_row(SENTENCE, section=ELSEWHERE))

    assert (match.bucket, match.is_carried) == (Bucket.MOVED, True)


@pytest.mark.parametrize(("before", "after"), [("RA", "I"), ("I", "RA"), ("RA", "R"), ("", "I")])
@pytest.mark.parametrize("section", [HOME, ELSEWHERE])
def test_any_change_of_the_clients_letters_is_asked(
    before: str, after: str, section: tuple[str, ...]
) -> None:
    match = only_match(make_row(SENTENCE, before), make_row(SENTENCE, after, section=section))

    assert (match.bucket, match.is_carried) == (Bucket.ROLE_CHANGED, False)


def test_the_order_of_letters_is_no_change() -> None:
    match = only_match(
        make_row(SENTENCE, "RA", others=(("P", "CI"),)),
        make_row(SENTENCE, "AR", others=(("P", "IC"),)),
    )

    assert match.bucket is Bucket.UNCHANGED


def test_a_change_of_the_providers_letters_alone_is_carried() -> None:
    match = only_match(
        make_row(SENTENCE, others=(("P", ""),)), make_row(SENTENCE, others=(("P", "CI"),))
    )

    assert (match.bucket, match.is_carried) == (Bucket.PROVIDER_ROLE_CHANGED, True)


def test_cells_that_were_missing_and_are_filled_are_a_change_of_roles() -> None:
    match = only_match(
        make_row(SENTENCE, "", others=(("P", ""),)), make_row(SENTENCE, "", others=(("P", "RA"),))
    )

    assert (match.bucket, match.is_carried) == (Bucket.ROLE_CHANGED, False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param((("P", "RA"), ("T", "I")), (("T", "I"), ("P", "RA")), id="columns swapped"),
        pytest.param((("P", "RA"),), (("P", "RA"), ("T", "")), id="empty column added"),
        pytest.param((("Acme", "RA"),), (("Acme France", "RA"),), id="party renamed"),
    ],
)
def test_parties_are_told_by_name_or_else_by_column(
    before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...]
) -> None:
    match = only_match(make_row(SENTENCE, others=before), make_row(SENTENCE, others=after))

    assert match.bucket is Bucket.UNCHANGED


def test_a_slip_of_the_pen_in_the_same_row_is_carried_to_recheck() -> None:
    match = only_match(make_row(SENTENCE), make_row(SENTENCE.replace("virtuelles", "virtueles")))

    assert (match.bucket, match.is_carried) == (Bucket.REWORDED, True)
    assert 0.97 <= match.score < 1


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"client": "I"}, id="other client letters"),
        pytest.param({"others": (("Fournisseur", "RA"),)}, id="other provider letters"),
        pytest.param({"section": ELSEWHERE}, id="other section"),
    ],
)
def test_a_slip_of_the_pen_in_a_row_that_changed_otherwise_is_asked(facts: dict[str, Any]) -> None:
    respelt = make_row(SENTENCE.replace("virtuelles", "virtueles"), **facts)

    match = only_match(make_row(SENTENCE), respelt)

    assert (match.bucket, match.is_carried) == (Bucket.PROPOSED, False)


def test_a_slip_of_the_pen_in_a_short_text_is_asked() -> None:
    match = only_match(make_row("Cathalog"), make_row("Catalog"))

    assert match.bucket is Bucket.PROPOSED


@pytest.mark.parametrize(
    ("sentence", "old", "new"),
    [
        ("{} virtual machines from any source by hand", "Import", "Export"),
        ("Turn automatic backups of the volumes {}", "on", "off"),
        ("{} two-factor sign-in for all the users", "Enable", "Disable"),
        ("Keep the logs of the platform for {} days", "7", "30"),
        ("{} the restoration of backups every year", "Test", "Do not test"),
        ("Manage the {} of the hosted platform", "changes", "charges"),
        ("Filter {} connections of the network", "inbound", "outbound"),
        ("Retain the {} records of the hosted platform", "contact", "contract"),
        ("{} la réplication entre les deux sites", "Activer", "Désactiver"),
        ("Conserver les journaux pendant {} jours au moins", "7", "30"),
        ("Chiffrer les volumes {} la clé du client", "avec", "sans"),
        ("Gérer le {} des supports de sauvegarde", "changement", "chargement"),
        ("Filtrer les flux {} de la plateforme", "entrants", "sortants"),
        ("Valider les incidents {} du service", "mineurs", "majeurs"),
        ("{} les clients des mises à jour", "Notifier", "Ne pas notifier"),
    ],
)
def test_activities_a_careful_reader_tells_apart_are_never_carried(
    sentence: str, old: str, new: str
) -> None:
    match = only_match(make_row(sentence.format(old)), make_row(sentence.format(new)))

    assert match.bucket is Bucket.PROPOSED
    assert not match.is_carried


def test_what_is_reworded_and_handed_to_the_client_is_asked_and_becomes_theirs() -> None:
    old = make_row("Retain the logs of the hosted virtual machines", "", others=(("P", "RA"),))
    new = make_row("Retain the logs of virtual machines hosted", "RA", others=(("P", ""),))

    match = only_match(old, new)

    assert (match.bucket, match.is_carried, match.becomes_yours) == (Bucket.PROPOSED, False, True)


@pytest.mark.parametrize(
    ("before", "after", "becomes", "ends"),
    [("I", "RA", True, False), ("RA", "I", False, True), ("A", "R", False, False)],
)
def test_a_duty_comes_and_goes_with_r_and_a(
    before: str, after: str, becomes: bool, ends: bool
) -> None:
    match = only_match(make_row(SENTENCE, before), make_row(SENTENCE, after))

    assert (match.becomes_yours, match.no_longer_yours) == (becomes, ends)


def test_what_has_no_counterpart_is_added_and_removed() -> None:
    comparison = compare(
        make_rows(SENTENCE, "Process other incidents"),
        make_rows("Restore the DNS entries", SENTENCE),
    )

    assert counts(comparison) == {"unchanged": 1, "added": 1, "removed": 1}
    assert lines(comparison.matches) == [(None, 1), (1, 2), (2, None)]
    assert not any(match.becomes_yours or match.no_longer_yours for match in comparison.matches)
    assert [match.is_carried for match in comparison.matches] == [False, True, False]


def test_texts_that_look_alike_by_their_small_words_are_two_activities() -> None:
    old = make_row("Manage public IP addressing plan provided by the hosting service")
    new = make_row("Manage business continuity of the DNS servers provided")

    assert counts(compare([old], [new])) == {"added": 1, "removed": 1}


def test_a_row_says_its_section_as_printed() -> None:
    labels = [
        make_row("x").section_label,
        make_row("x", number="").section_label,
        make_row("x", section=()).section_label,
    ]

    assert labels == ["2.1. Sauvegarde", "Sauvegarde", "2.1."]
