"""What an OSCAL document says of an assessment, read in a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import Membership
from assessments.models import GAPS, Answer, Assessment, Attachment, SignOff
from assessments.scoring import Counts, counts_of
from assessments.selectors.duties import DutyRow, Owner, rows_of
from assessments.selectors.opinions.reading import OpinionLine, opinions_of
from assessments.selectors.plans import PLAN_ALONG
from assessments.selectors.signing.reading import sign_off_in_force
from assessments.selectors.workbook import Making
from matrix.selectors import PrintedEdition
from matrix.selectors.controls import confirmed_controls

_ALONG = (
    "owner_membership__user",
    "owner_team",
    "changed_by__user",
    "answered_by__user",
    "reviewed_by__user",
    *PLAN_ALONG,
)


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof of a duty. `sha256`, `filename` and `media_type` are "" unless it is a file."""

    key: UUID
    kind: str
    title: str
    statement: str
    url: str
    filename: str
    media_type: str
    sha256: str
    collected_at: datetime
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """A duty in play: its row, and who stands behind what it says; None for nobody.

    `controls` are (framework, identifier) as the organisation says, without suggestions. The row
    holds no internal note. `review` is where the review stands. `proofs` are those that
    auditors may see, the first attached first; `opinions` those of auditors, the latest first.
    """

    row: DutyRow
    answered_by: Owner | None
    responsible: Owner | None
    accepted_by: Owner | None
    reviewed_by: Owner | None
    review: str
    reviewed_at: datetime | None
    proofs: tuple[Proof, ...] = ()
    controls: tuple[tuple[str, str], ...] = ()
    opinions: tuple[OpinionLine, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Tell whether it is answered gap or partial."""
        return self.row.coverage in GAPS

    @property
    def people(self) -> tuple[Owner, ...]:
        """Return everybody the duty names."""
        named = (
            self.row.owner,
            self.answered_by,
            self.responsible,
            self.accepted_by,
            self.reviewed_by,
            *(author_of(opinion) for opinion in self.opinions),
        )
        return tuple(each for each in named if each)


@dataclass(frozen=True, slots=True)
class OscalContents:
    """Everything an OSCAL document says.

    `key` is the id of its Export. `made_by` is None when the installation itself made it. `on` is
    today. `duties` are in printed order; messages are none of them. `signed` is the sign-off in
    force.
    """

    key: UUID
    language: str
    made_by: Owner | None
    made_at: datetime
    on: date
    assessment: Assessment
    printed: PrintedEdition
    duties: tuple[DutyFacts, ...]
    signed: SignOff | None

    @property
    def gaps(self) -> tuple[DutyFacts, ...]:
        """Return the duties answered gap or partial."""
        return tuple(duty for duty in self.duties if duty.is_gap)

    @property
    def counts(self) -> Counts:
        """Count the duties."""
        return counts_of(Counter(duty.row.coverage for duty in self.duties))


def oscal_contents(
    assessment: Assessment, printed: PrintedEdition, making: Making
) -> OscalContents:
    """Return what an OSCAL document says of the duties in play. At most five queries.

    `printed` is the edition for a reader of the document's language. What auditors must not see
    (internal notes, proofs kept from them) is left out for every reader: such a file is made to
    be handed on.
    """
    on = timezone.localdate(making.at)
    answers = Answer.objects.of_assessment(assessment).duties().in_printed_order()
    read = list(answers.select_related(*_ALONG))
    rows = rows_of(read, assessment=assessment, printed=printed, reader=None, on=on)
    proofs = _proofs(assessment)
    controls = confirmed_controls(assessment.edition, organisation=assessment.organisation)
    opinions = opinions_of(assessment, reader=None)
    return OscalContents(
        key=making.key,
        language=making.language,
        made_by=_person(making.by),
        made_at=making.at,
        on=on,
        assessment=assessment,
        printed=printed,
        duties=tuple(
            replace(
                _facts(row, answer, proofs[answer.pk], controls.get(answer.activity_id, ())),
                opinions=opinions.of(row.key),
            )
            for row, answer in zip(rows, read, strict=True)
        ),
        signed=sign_off_in_force(assessment),
    )


def author_of(opinion: OpinionLine) -> Owner:
    """Return the auditor who stated an opinion."""
    return Owner("member", opinion.author_id, opinion.author, "")


def _facts(
    row: DutyRow, answer: Answer, proofs: Iterable[Proof], controls: tuple[tuple[str, str], ...]
) -> DutyFacts:
    plan = answer.gap_plan if row.plan.revision else None
    return DutyFacts(
        row=row,
        answered_by=_person(answer.answered_by),
        responsible=_person(plan.responsible) if plan else None,
        accepted_by=_person(plan.accepted_by) if plan else None,
        reviewed_by=_person(answer.reviewed_by),
        review=answer.review,
        reviewed_at=answer.reviewed_at,
        proofs=tuple(proofs),
        controls=controls,
    )


def _person(member: Membership | None) -> Owner | None:
    if member is None:
        return None
    return Owner("member", member.pk, str(member.user), member.user.initials)


def _proofs(assessment: Assessment) -> defaultdict[int, list[Proof]]:
    found: defaultdict[int, list[Proof]] = defaultdict(list)
    attached = Attachment.objects.filter(answer__assessment=assessment).standing().in_play()
    shown = attached.filter(evidence__is_visible_to_auditor=True)
    for attachment in shown.select_related("evidence").in_order():
        evidence = attachment.evidence
        found[attachment.answer_id].append(
            Proof(
                key=evidence.key,
                kind=evidence.kind,
                title=evidence.title,
                statement=evidence.statement,
                url=evidence.url,
                filename=evidence.filename,
                media_type=evidence.media_type,
                sha256=evidence.sha256,
                collected_at=evidence.collected_at,
                valid_until=evidence.valid_until,
            )
        )
    return found
