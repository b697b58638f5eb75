"""What a workbook of an assessment says, read in a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import Membership
from assessments.models import Answer, AnswerQuerySet, Assessment, SignOff
from assessments.scoring import Counts, counts_of, total
from assessments.selectors.control_counts import ControlCount, control_counts
from assessments.selectors.duties import DutyRow, duty_rows
from assessments.selectors.opinions.reading import Opinions, opinions_of
from assessments.selectors.proofs.filed import Filed, filed_proofs
from assessments.selectors.signing.reading import sign_off_in_force
from assessments.selectors.signing.since import SinceSignOff, since_sign_off
from audit.models import chain_of
from audit.selectors import Head, head_of
from matrix.selectors import PrintedEdition, PrintedSection, PrintedText


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows somebody is looking at: their query string, and what it means in words."""

    answers: AnswerQuerySet
    query: str
    words: str


@dataclass(frozen=True, slots=True)
class SectionLine:
    """The counts of the duties of one section; `section` is None for rows above any heading."""

    section: PrintedSection | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """An activity on which another party than the client holds R or A."""

    section: PrintedSection | None
    activity: PrintedText
    client_letters: str
    provider_letters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WorkbookContents:
    """Everything a workbook of an assessment says.

    `rows` are those of the selection, `row_count` is how many there are without it; counts,
    sections and the provider's part are always of the whole assessment. Long rows are on disk,
    and `printed` is then without its activities (`selectors.large`): `activity_count` has them.
    `made_by` is "" when the installation itself made the workbook. `key` is the id of its
    Export. `head` is where the organisation's log ended when it was made; `as_of` is the day it
    tells of, None for today. `since` is what changed in `rows` since the latest sign-off, None
    where nobody has signed. `filed` are the proofs, None for a day that is over, as are
    `opinions`, those of auditors. `controls` count the duties of `rows`; none where the edition
    has no controls.
    """

    key: UUID
    language: str
    made_by: str
    made_at: datetime
    assessment: Assessment
    printed: PrintedEdition
    rows: Sequence[DutyRow]
    row_count: int
    activity_count: int
    query: str
    filter_words: str
    counts: Counts
    messages: Counts
    sections: tuple[SectionLine, ...]
    provider_rows: Sequence[ProviderRow]
    head: Head
    as_of: date | None = None
    signed: SignOff | None = None
    since: SinceSignOff | None = None
    filed: Filed | None = None
    opinions: Opinions | None = None
    controls: tuple[ControlCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows of an assessment, and those of them that a file lists: all without `words`.

    `provider` are the provider's rows where they were read already, `activity_count` then says
    how many activities the page has.
    """

    rows: Sequence[DutyRow]
    listed: Sequence[DutyRow]
    query: str = ""
    words: str = ""
    as_of: date | None = None
    provider: Sequence[ProviderRow] | None = None
    activity_count: int = 0


@dataclass(frozen=True, slots=True)
class Making:
    """Which workbook is made: its id, its language, for whom (None: the installation), when."""

    key: UUID
    language: str
    by: Membership | None
    at: datetime


def workbook_contents(
    assessment: Assessment,
    printed: PrintedEdition,
    making: Making,
    selection: Selection | None = None,
) -> WorkbookContents:
    """Return what a workbook of `assessment` says; without `selection`, of all its rows.

    `printed` is its edition for a reader of the workbook's language.

    Rows and counts come from one reading of the answers, so that they cannot disagree. At most
    sixteen queries, those of `printed` among them, and one for a selection.
    """
    rows = duty_rows(
        Answer.objects.of_assessment(assessment),
        assessment=assessment,
        printed=printed,
        reader=making.by,
        on=timezone.localdate(making.at),
    )
    kept = Kept(
        rows,
        _selected(rows, selection),
        query=selection.query if selection else "",
        words=selection.words if selection else "",
    )
    return contents_of(kept, assessment=assessment, printed=printed, making=making)


def contents_of(
    kept: Kept, *, assessment: Assessment, printed: PrintedEdition, making: Making
) -> WorkbookContents:
    """Return what a workbook says of rows that were read already.

    At most eleven queries: the log's head, the sign-off in force, what changed since the last,
    the proofs, the opinions and the controls.
    """
    rows, provider_rows = kept.rows, kept.provider
    sections, messages = _tally(printed, rows)
    if provider_rows is None:
        provider_rows = tuple(provider_rows_of(assessment, printed))
    return WorkbookContents(
        key=making.key,
        language=making.language,
        made_by=str(making.by) if making.by else "",
        made_at=making.at,
        assessment=assessment,
        printed=printed,
        rows=kept.listed,
        row_count=len(rows),
        activity_count=kept.activity_count or len(printed.activities),
        query=kept.query,
        filter_words=kept.words,
        counts=total(line.counts for line in sections),
        messages=messages,
        sections=sections,
        provider_rows=provider_rows,
        head=head_of(chain_of(assessment.organisation_id)),
        as_of=kept.as_of,
        signed=None if kept.as_of else sign_off_in_force(assessment),
        since=_since(kept, assessment, printed, making),
        filed=None if kept.as_of else filed_proofs(assessment, on=timezone.localdate(making.at)),
        opinions=None if kept.as_of else opinions_of(assessment, reader=making.by),
        controls=() if kept.as_of else _controls(kept, assessment, making),
    )


def _controls(kept: Kept, assessment: Assessment, making: Making) -> tuple[ControlCount, ...]:
    return control_counts(kept.listed, assessment=assessment, on=timezone.localdate(making.at))


def _since(
    kept: Kept, assessment: Assessment, printed: PrintedEdition, making: Making
) -> SinceSignOff | None:
    found = since_sign_off(
        kept.rows, assessment=assessment, printed=printed, reader=making.by, until=kept.as_of
    )
    if found is None or not kept.words:
        return found
    return found.among({row.key for row in kept.listed})


def _selected(rows: tuple[DutyRow, ...], selection: Selection | None) -> tuple[DutyRow, ...]:
    if selection is None:
        return rows
    keys = set(selection.answers.order_by().values_list("key", flat=True))
    return tuple(row for row in rows if row.key in keys)


def _tally(
    printed: PrintedEdition, rows: Iterable[DutyRow]
) -> tuple[tuple[SectionLine, ...], Counts]:
    """Return the counts of each section that has a duty, and those of all messages."""
    duties: dict[int | None, Counter[str]] = defaultdict(Counter)
    messages: Counter[str] = Counter()
    for row in rows:
        section_id = row.section.section_id if row.section else None
        (duties[section_id] if row.is_duty else messages)[row.coverage] += 1
    in_order = [None, *printed.sections]
    lines = (
        SectionLine(section, counts_of(duties[key]))
        for section in in_order
        for key in [section.section_id if section else None]
        if key in duties
    )
    return tuple(lines), counts_of(messages)


def provider_rows_of(assessment: Assessment, printed: PrintedEdition) -> Iterator[ProviderRow]:
    """Yield the activities of `printed` on which another party than the client holds R or A."""
    sections = {section.section_id: section for section in printed.sections}
    client = assessment.client_party_id
    for activity in printed.activities:
        others = tuple(
            (party.name, activity.letters.get(party.party_id, ""))
            for party in printed.parties
            if party.party_id != client
        )
        if any(set(letters) & {"R", "A"} for _, letters in others):
            section = sections.get(activity.section_id or 0)
            own = activity.letters.get(client, "")
            yield ProviderRow(section, activity.text, own, others)
