"""The matrix as a catalog: each activity is a control with one statement, as it is printed.

A published matrix has no control identifiers of its own. The local ones of `identity` are
resolved by this catalog, which each document carries whole, so that it can be read without us.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from assessments.reports.oscal.identity import control_id, edition_id, statement_id
from assessments.reports.oscal.texts import Fields, filled, line, moment, paragraphs, prop, string
from assessments.scoring import counts_of
from assessments.selectors.oscal import DutyFacts, OscalContents
from assessments.words import counting as words
from matrix.models import Framework
from matrix.readers.controls import place_of
from matrix.selectors import PrintedActivity, PrintedSection, PrintedText

OSCAL_VERSION = "1.2.3"


def catalog(contents: OscalContents) -> bytes:
    """Return the edition as an OSCAL catalog: the same bytes for every assessment of it."""
    edition = contents.assessment.edition
    metadata = {
        "title": _page_title(contents),
        "last-modified": moment(edition.loaded_at),
        "version": edition.sha256[:12],
        "oscal-version": OSCAL_VERSION,
        "remarks": paragraphs(*licence_lines(contents)),
    }
    found = filled(
        {
            "uuid": edition_id(edition, "catalog"),
            "metadata": filled(metadata),
            "groups": list(_groups(contents)),
        }
    )
    return json.dumps({"catalog": found}, ensure_ascii=False).encode()


def reviewed_controls(contents: OscalContents) -> Fields:
    """Return which controls were looked at: those of the duties in play.

    Then, for each control of another catalogue that the organisation has confirmed, those of its
    duties. Such a catalogue is not in the document: its control is named by a property, and no
    reference points to it.
    """
    selected = _selected(contents.duties)
    selection: Fields = {"include-controls": selected} if selected else {"include-all": {}}
    return {
        "description": _("The activities of the matrix on which the client holds R or A."),
        "control-selections": [selection, *_confirmed(contents)],
    }


def confirmed_props(duty: DutyFacts) -> list[Fields]:
    """Return the controls of other catalogues to which the organisation says a duty belongs."""
    return [_named(framework, identifier) for framework, identifier in duty.controls]


def licence_lines(contents: OscalContents) -> list[str]:
    """Return what is to be said of the provider's text wherever it is shown."""
    edition = contents.assessment.edition
    terms = " · ".join(filter(None, [edition.licence, edition.licence_url]))
    return list(filter(None, [edition.source_name, edition.attribution, terms]))


def _selected(duties: Iterable[DutyFacts]) -> list[Fields]:
    return [
        {
            "control-id": control_id(duty.row.position),
            "statement-ids": [statement_id(duty.row.position)],
        }
        for duty in duties
    ]


def _confirmed(contents: OscalContents) -> Iterator[Fields]:
    under: defaultdict[tuple[str, str], list[DutyFacts]] = defaultdict(list)
    for duty in contents.duties:
        for named in duty.controls:
            under[named].append(duty)
    for framework, identifier in sorted(under, key=lambda named: (named[0], place_of(named[1]))):
        duties = under[framework, identifier]
        counts = counts_of(Counter(duty.row.coverage for duty in duties))
        title = f"{Framework(framework).label} {identifier}: {words.section_words(counts)}"
        yield {
            "description": line(title),
            "props": [_named(framework, identifier)],
            "include-controls": _selected(duties),
        }


def _named(framework: str, identifier: str) -> Fields:
    return {**prop("control", identifier), "class": framework}


def _groups(contents: OscalContents) -> Iterator[Fields]:
    under: defaultdict[int | None, list[PrintedActivity]] = defaultdict(list)
    for activity in contents.printed.activities:
        under[activity.section_id].append(activity)
    if None in under:
        controls = _controls(contents, "", under[None])
        yield {"id": "section-000", "title": _page_title(contents)} | controls
    for place, section in enumerate(contents.printed.sections, start=1):
        if section.section_id in under:
            controls = _controls(contents, section.number, under[section.section_id])
            title = _heading(section) or _page_title(contents)
            yield {"id": f"section-{place:03}", "title": title} | controls


def _page_title(contents: OscalContents) -> str:
    edition = contents.assessment.edition
    return line(edition.title or edition.matrix.service)


def _heading(section: PrintedSection) -> str:
    return line(f"{section.number} {_printed(section.title)}")


def _controls(contents: OscalContents, number: str, rows: list[PrintedActivity]) -> Fields:
    return {
        "controls": [
            {
                "id": control_id(row.position),
                "title": line(_printed(row.text)) or "—",
                "props": list(_props(contents, f"{number}-{place:02}", row)),
                "parts": [_statement(row)],
            }
            for place, row in enumerate(rows, start=1)
        ]
    }


def _props(contents: OscalContents, label: str, row: PrintedActivity) -> Iterator[Fields]:
    yield {"name": "label", "value": string(label)}
    for party in contents.printed.parties:
        letters = row.letters.get(party.party_id, "")
        if letters:
            yield prop("responsibility", letters, remarks=line(party.name))


def _statement(row: PrintedActivity) -> Fields:
    prose = paragraphs(_printed(row.text), row.note)
    return {"id": statement_id(row.position), "name": "statement"} | filled({"prose": prose})


def _printed(text: PrintedText) -> str:
    return text.original or text.text
