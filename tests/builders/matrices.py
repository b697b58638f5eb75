"""Pages, editions and their labels."""

from functools import cache

from accounts.models import Organisation
from matrix.bundles import Labels, Provenance
from matrix.models import Edition
from matrix.readers import Choice, ReadMatrix, read_matrix
from matrix.services import attach_labels, publish_edition
from tests.builders.moments import NOW, next_number

PAGE = """---
title: Essai - Qui fait quoi
updated: 2026-03-02
---

| Rôles |
| --- |
| R : Réalise |
| A : Approuve |
| C : Est consulté |
| I : Est informé |

## 1. Démarrer

### 1.1. Commander

| Activité | Client | Fournisseur |
| --- | --- | --- |
| Choisir la région d’hébergement | RA | I |
| Payer la première facture | RA | |

## 2. Exploiter

### 2.1. Sauvegarder

| Activité | Client | Fournisseur |
| --- | --- | --- |
| Vérifier l’intégrité des copies | A | R |
| Recevoir l’avis d’entretien | I | RA |
| Entretenir les bâtiments | | RA |
"""  # 5 activities of the client: 2 to do, 1 to verify, 1 message, 1 nothing


def make_page(activities: int) -> str:
    """Return the text of a page with `activities` rows, in sections of ten, all to be done."""
    lines = ["---", "title: Longue page", "updated: 2026-03-02", "---", ""]
    for number in range(activities):
        if number % 10 == 0:
            lines += ["", f"## {number // 10 + 1}. Partie {number // 10 + 1}", ""]
            lines += ["| Activité | Client | Fournisseur |", "| --- | --- | --- |"]
        lines.append(f"| Tenir le registre {number + 1} | RA | I |")
    return "\n".join(lines) + "\n"


def make_edition(
    page: str = PAGE,
    *,
    organisation: Organisation | None = None,
    service: str = "",
    licence: str = "CC BY 4.0",
) -> Edition:
    """Publish a page in French, as a bundled matrix if no organisation is given."""
    source = page.encode()
    return publish_edition(
        reading=_reading_of(page),
        source=source,
        provenance=Provenance(
            provider="Fournisseur d’essai",
            service=service or f"Service {next_number()}",
            source_name="Essai - Qui fait quoi",
            licence=licence,
            licence_url="https://example.org/licence",
            attribution="© Fournisseur d’essai",
        ),
        organisation=organisation,
        at=NOW,
    )


@cache
def _reading_of(page: str) -> ReadMatrix:
    return read_matrix(page.encode(), Choice("page.fr.md"))


def make_labels(edition: Edition, language: str = "en") -> None:
    """Attach a label to every section and activity: the printed text with the language before."""
    sections = edition.sections.values_list("line", "title")
    activities = edition.activities.values_list("line", "text")
    labels = Labels(
        language=language,
        of_sha256=edition.sha256,
        by="the tests",
        notice="Translated for the tests.",
        title=f"{language} {edition.title}",
        legend={letter: f"{language} {meaning}" for letter, meaning in edition.legend},
        sections={line: f"{language} {title}" for line, title in sections},
        activities={line: f"{language} {text}" for line, text in activities},
    )
    attach_labels(edition=edition, labels=labels, at=NOW)
