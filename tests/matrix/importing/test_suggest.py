"""What a file lets one guess of its origin, for a person to confirm."""

import pytest

from matrix.models import MatrixImport
from matrix.selectors.importing import OwnMatrix
from matrix.selectors.suggesting import suggested
from matrix.services.importing import look_at
from tests.builders import PAGE
from tests.matrix.importing.imports import make_import, make_written

pytestmark = pytest.mark.django_db

UNTITLED = PAGE.replace("title: Essai - Qui fait quoi\n", "")
OWN = OwnMatrix(7, "OVHcloud", "Bases de données", licence="CC BY 4.0")


def guess(found: MatrixImport, *matrices: OwnMatrix) -> dict[str, object]:
    """Return the guess about an import that reads."""
    preview = look_at(found).preview
    assert preview is not None
    return suggested(found, preview, matrices)


@pytest.mark.parametrize(
    ("page", "name", "service"),
    [
        pytest.param(PAGE, "x.md", "Essai", id="title"),
        pytest.param(UNTITLED, "bases-de_donnees.fr.md", "bases de donnees", id="file"),
        pytest.param(UNTITLED, "Texte collé", "", id="pasted"),
    ],
)
def test_the_service_is_guessed_from_the_title_or_the_name(
    page: str, name: str, service: str
) -> None:
    assert guess(make_import(page, name=name))["service"] == service


@pytest.mark.parametrize(
    ("party", "provider"), [("OVHcloud", "OVHcloud"), ("Fournisseur", ""), ("Third party", "")]
)
def test_the_provider_is_the_other_party_when_it_has_a_name(party: str, provider: str) -> None:
    found = make_import(PAGE.replace("Fournisseur", party))

    assert guess(found)["provider"] == provider


def test_nothing_is_guessed_of_what_was_written_by_hand() -> None:
    assert guess(make_written())["service"] == ""


def test_the_matrix_of_both_names_is_suggested_on_its_last_terms() -> None:
    page = PAGE.replace("Fournisseur", "OVHcloud").replace("Essai", "Bases de donnees")

    found = guess(make_import(page), OWN)

    assert (found["matrix"], found["licence"]) == ("7", "CC BY 4.0")


def test_what_was_said_before_stays_as_it_was_said() -> None:
    found = make_import(said={"provider": "P", "service": "S", "licence": "MIT"})

    guessed = guess(found, OWN)

    assert (guessed["provider"], guessed["licence"], guessed["matrix"]) == ("P", "MIT", "")
