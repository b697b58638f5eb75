"""Trackers as teams keep them, each read as it is guessed, nothing changed by hand."""

from datetime import date

from assessments.readers.trackers import (
    Certainty,
    Known,
    Layout,
    Role,
    entries_of,
    guess,
    read_tracker,
)
from assessments.readers.trackers.relaying import relaid
from tests.assessments.trackers.reading import adopted, known, text_of, workbook_of

CHOOSE = "Choisir la localisation du service"
INSTALL = "Installer l'OS"
BACKUPS = "Réaliser les backups"
FILTER = "Filtrer les accès réseau à l'instance"
RESTORE = "Restaurer les sauvegardes de l'instance"
ENCRYPT = "Assurer le chiffrement des données sur l'espace de stockage alloué"


def test_a_french_teams_workbook_is_read_below_its_titles_and_between_its_sections() -> None:
    rows: list[list[object]] = [
        ["Suivi RACI OVHcloud – équipe sécurité", None, None, None, None, None],
        ["Mis à jour le 12/11/2026", None, None, None, None, None],
        [],
        ["N°", "Tâche", "Avancement", "Pilote", "Échéance", "Remarques"],
        ["3.1.1", "Opérations quotidiennes", None, None, None, None],
        ["3.1.1", BACKUPS, "Fait", "Marie Dupont", date(2026, 12, 31), "Chaque nuit"],
        ["3.1.5", FILTER, "En cours", "Karim", date(2027, 1, 15), None],
        ["1.1", CHOOSE, "OK", "Marie Dupont", None, "Gravelines"],
        ["2.3", INSTALL, "À faire", None, None, None],
        ["2.1", "Déployer la configuration réseau initiale du service", "N/A", None, None, "SaaS"],
    ]
    content = workbook_of(
        {"Lisez-moi": [["Ce classeur", "suit"], ["le", "RACI"]], "Suivi 2026": rows}
    )

    read = adopted(content, name="suivi.xlsx")

    assert read.layout.sheet == 1
    assert read.columns == {
        **{"section": 0, "activity": 1, "coverage": 2, "owner": 3, "due_on": 4, "note": 5}
    }
    assert read.says == {
        18: {
            "coverage": "covered",
            "owner": "Marie Dupont",
            "due_on": "2026-12-31",
            "note": "Chaque nuit",
        },
        34: {"coverage": "partial", "owner": "Karim", "due_on": "2027-01-15"},
        3: {"coverage": "covered", "owner": "Marie Dupont", "note": "Gravelines"},
        10: {"coverage": "gap"},
        6: {"coverage": "not_applicable", "reason": "SaaS"},
    }
    assert read.notices == []


def test_an_english_tracker_is_matched_with_the_labels_of_its_language() -> None:
    content = text_of(
        ["Requirement", "Status", "Owner", "Due date", "Comment"],
        ["Choose the location of the service", "Done", "Jane Doe", "12/31/2026", ""],
        ["Install the operating system", "WIP", "Paul", "01/02/2027", "Ubuntu"],
        ["Filter network access to the instance", "Not started", "", "", ""],
        sign=",",
    )

    read = adopted(content.encode(), name="tracker.csv")

    assert read.says == {
        3: {"coverage": "covered", "owner": "Jane Doe", "due_on": "2026-12-31"},
        10: {"coverage": "partial", "owner": "Paul", "due_on": "2027-01-02", "note": "Ubuntu"},
        34: {"coverage": "gap"},
    }


def test_a_csv_of_windows_with_semicolons_and_typos_is_read() -> None:
    mistyped = "Assurer le chifrement des données sur l'espace de stockage aloué"
    unaccented = "Filtrer les acces réseau a l'instance"
    content = text_of(
        ["Chapitre", "Activité", "Conforme ?", "Responsable", "Pour le", "Motif"],
        ["Stockage", mistyped, "Oui", "karim", "31.12.26", ""],
        ["", "Réaliser les backup", "non", "", "", "budget"],
        ["3.1.5 Connectivité", unaccented, "Sans objet", "", "-", "tout est privé"],
        sign=";",
    )

    read = adopted(content.encode("cp1252"), name="suivi.csv")

    assert read.says == {
        32: {"coverage": "covered", "owner": "karim", "due_on": "2026-12-31"},
        18: {"coverage": "gap", "note": "budget"},
        34: {"coverage": "not_applicable", "reason": "tout est privé"},
    }
    assert read.lines(Certainty.SPELLING) == [2, 3]
    assert read.lines(Certainty.SAME) == [4]


def test_rows_copied_from_a_sheet_keep_the_lines_of_a_note() -> None:
    content = text_of(
        ["#", "Activité", "État", "Commentaires"],
        ["1", INSTALL, "✓", '"Debian 12\nimage maison"'],
        ["2", RESTORE, "✗", ""],
        ["3", CHOOSE, "x", ""],
    )

    read = adopted(content.encode(), name="Pasted text")

    assert read.says == {
        10: {"coverage": "covered", "note": "Debian 12\nimage maison"},
        47: {"coverage": "gap"},
        3: {"coverage": "gap"},
    }


def test_a_table_copied_from_a_page_is_read_with_its_sections() -> None:
    content = (
        "<table><tr><th>Activité</th><th>Statut</th></tr>"
        "<tr><td colspan=2>3.1.4 Stockage</td></tr>"
        f"<tr><td>{ENCRYPT}</td><td>Terminé le 03/02/2026</td></tr></table>"
    )

    read = adopted(content.encode(), name="Pasted table.html")

    assert read.says == {32: {"coverage": "covered"}}


def test_titles_between_the_rows_tell_which_of_two_like_activities_is_meant() -> None:
    rows: list[list[object]] = [
        ["Activité", "Statut"],
        ["3.2.1. Incidents"],
        ["Restaurer les sauvegardes de l'instanse", "ok"],
        ["3.1.3 Monitoring", None],
        [FILTER, "ko"],
        ["Notes en vrac"],
    ]

    read = adopted(workbook_of({"Suivi": rows}), name="suivi.xlsx")

    assert read.says == {47: {"coverage": "covered"}, 34: {"coverage": "gap"}}
    assert len(read.matches) == 2


def test_a_title_stands_in_for_the_column_of_sections_until_the_next_one() -> None:
    sheet = read_tracker(
        text_of(
            ["§", "Activité", "Statut"],
            ["2.1 Avant", "", ""],
            ["", "Tester", "ok"],
            ["3.2", "Tester", "ok"],
            ["", "Essayer", "ok"],
        ).encode()
    ).sheets[0]
    layout = Layout(0, 0, {Role.SECTION: 0, Role.ACTIVITY: 1, Role.COVERAGE: 2})

    entries = entries_of(sheet, layout, Known())

    assert [sorted(entry.row.places) for entry in entries] == [
        ["2 1 avant", "2.1", "avant"],
        ["2 1 avant", "2.1", "3 2", "3.2", "avant"],
        ["2 1 avant", "2.1", "3 2", "3.2", "avant"],
    ]


def test_another_sheet_is_read_as_if_it_were_the_only_one() -> None:
    other = [["Requirement", "State", "Who"], ["Install the operating system", "no", "Paul"]]
    content = workbook_of({"Suivi": [["Activité", "Statut"], [INSTALL, "ok"]], "Old": other})
    tracker = read_tracker(content, name="a.xlsx")
    before = guess(tracker, known())

    found, is_settled = relaid(tracker, before, Layout(0, 0, before.columns), known())

    assert not is_settled
    assert before.columns == {Role.ACTIVITY: 0, Role.COVERAGE: 1, Role.OWNER: 2}
    assert (before.sheet, found) == (1, Layout(0, 0, {Role.ACTIVITY: 0, Role.COVERAGE: 1}))


def test_rows_that_are_only_counted_have_no_sections() -> None:
    content = text_of(
        ["N°", "Activité", "Statut"], ["1", INSTALL, "ok"], ["2", CHOOSE, "ok"], ["3", FILTER, ""]
    )

    read = adopted(content.encode())

    assert read.columns == {"activity": 1, "coverage": 2}


def test_a_table_without_names_is_told_by_what_it_holds() -> None:
    content = text_of([CHOOSE, "fait", "2026-12-01"], [INSTALL, "ko", "2026-12-02"])

    read = adopted(content.encode())

    assert read.layout.header == -1
    assert read.says == {
        3: {"coverage": "covered", "due_on": "2026-12-01"},
        10: {"coverage": "gap", "due_on": "2026-12-02"},
    }


def test_what_is_not_surely_one_activity_is_asked_with_the_likely_one_first() -> None:
    content = text_of(
        ["Activité", "Statut"],
        ["Choisir la localisation", "fait"],
        ["Les backups sont réalisés", "fait"],
        ["Commander des croissants", "fait"],
        ["Installer les logiciels souhaités", "ko"],
    )

    read = adopted(content.encode())

    assert read.says == {}
    assert [match.candidates[:1] for match in read.matches] == [(2,), (46,), (), (10,)]
    assert 17 in read.matches[1].candidates
    assert read.notices == [("unmatched", line) for line in ("2", "3", "4", "5")]


def test_two_rows_of_one_activity_are_reported_and_neither_is_taken() -> None:
    content = text_of(["Activité", "Statut"], [INSTALL, "fait"], [CHOOSE, "ok"], [INSTALL, "ko"])

    read = adopted(content.encode())

    assert read.says == {3: {"coverage": "covered"}}
    assert read.notices == [("twice", "2"), ("twice", "4")]


def test_of_two_rows_of_one_activity_the_chosen_one_counts() -> None:
    content = text_of(["Activité", "Statut"], [INSTALL, "fait"], [CHOOSE, "ok"], [INSTALL, "ko"])

    read = adopted(content.encode(), chosen={2: "", 4: "10"})

    assert read.says == {3: {"coverage": "covered"}, 10: {"coverage": "gap"}}
    assert read.notices == [("unmatched", "2")]


def test_a_word_nobody_knows_leaves_the_answer_and_a_dash_says_nothing() -> None:
    content = text_of(
        ["Activité", "Statut", "Porteur", "Échéance"],
        [INSTALL, "mystère", "—", "fin d'année"],
        [CHOOSE, "ok", "Karim", "2026-12-01"],
    )

    read = adopted(content.encode())

    assert read.says == {
        10: {"due_on": "fin d'année"},
        3: {"coverage": "covered", "owner": "Karim", "due_on": "2026-12-01"},
    }
