"""What the workbook of a whole portfolio says: every assessment that its reader may see."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Membership, Organisation
from assessments.models import AnswerQuerySet, Assessment, Attachment
from assessments.readers.spooling import Spool
from assessments.selectors.gaps import GapRow, gap_answers, gap_row, worst_first
from assessments.selectors.heatmap import Heatmap, heatmaps
from assessments.selectors.listing import Listing, assessment_listing
from assessments.selectors.proofs.lines import ProofLine, lines_of
from assessments.selectors.workbook import Making
from audit.models import chain_of
from audit.selectors import Head, head_of
from evidence.models import Evidence

PAGE: Final = 1000
TRIES: Final = 3
# What has expired, and what will within a quarter.
DAYS: Final = 90

# The order of the listing, and then of the page.
_AS_LISTED: Final = (
    "assessment__edition__matrix__service",
    "assessment__scope",
    "assessment_id",
    "activity__position",
)

Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class PortfolioContents:
    """Everything such a workbook says, to `making.by`, on the day `on`.

    `gaps` are by assessment, in the order of the listing, and then of the page. `is_still` tells
    whether nobody wrote anything while they were read, so that all sheets are of one moment;
    `head` is where the log ended when the reading began.
    """

    making: Making
    organisation: Organisation
    on: date
    listing: Listing
    gaps: Sequence[GapRow]
    heatmaps: tuple[Heatmap, ...]
    expiring: tuple[ProofLine, ...]
    head: Head
    is_still: bool


@contextmanager
def portfolio_contents(
    reader: Membership, making: Making, *, told: Told = lambda _rows: None
) -> Iterator[PortfolioContents]:
    """Give what a reader's portfolio says, with gaps on disk until the block is left.

    No transaction is open. While people write it is read again, three times at most. One query
    for each thousand gaps, and fifteen besides.
    """
    with Spool[GapRow]() as gaps:
        yield _settled(reader, making, gaps, told)


def _settled(
    reader: Membership, making: Making, gaps: Spool[GapRow], told: Told
) -> PortfolioContents:
    chain = chain_of(reader.organisation_id)
    found = _read(reader, making, gaps, told)
    for _ in range(TRIES - 1):
        if head_of(chain) == found[-1]:
            break
        gaps.clear()
        found = _read(reader, making, gaps, told)
    listing, maps, expiring, head = found
    return PortfolioContents(
        making,
        reader.organisation,
        listing.on,
        listing,
        gaps,
        maps,
        expiring,
        head,
        is_still=head_of(chain) == head,
    )


def _read(
    reader: Membership, making: Making, gaps: Spool[GapRow], told: Told
) -> tuple[Listing, tuple[Heatmap, ...], tuple[ProofLine, ...], Head]:
    head = head_of(chain_of(reader.organisation_id))
    on = timezone.localdate(making.at)
    visible = Assessment.objects.visible_to(reader.user).of_organisation(reader.organisation)
    listing = assessment_listing(visible.in_course(), on=on)
    assessments = [line.assessment for line in listing.lines]
    for page in _pages(gap_answers(reader)):
        rows = worst_first(page, reader=reader, language=making.language, on=on)
        gaps.extend(
            gap_row(each, reader=reader, language=making.language, on=on)
            for each in rows.order_by(*_AS_LISTED)
        )
        told(len(gaps))
    maps = heatmaps(assessments, language=making.language)
    return listing, maps, _expiring(reader, on), head


def _pages(answers: AnswerQuerySet) -> Iterator[AnswerQuerySet]:
    """Yield a thousand answers after the other; of the others no more than their ids are held."""
    ids = list(answers.order_by(*_AS_LISTED).values_list("pk", flat=True))
    for begin in range(0, len(ids), PAGE):
        yield answers.filter(pk__in=ids[begin : begin + PAGE])


def _expiring(reader: Membership, on: date) -> tuple[ProofLine, ...]:
    """Return proofs in use that have expired or will, the first one first.

    A file is handed on: what auditors are not shown is not in it, whoever makes it.
    """
    visible = Assessment.objects.visible_to(reader.user).of_organisation(reader.organisation)
    used = Attachment.objects.in_play().filter(answer__assessment__in=visible.values("pk"))
    found = (
        Evidence.objects.of_organisation(reader.organisation)
        .filter(
            is_visible_to_auditor=True,
            withdrawn_at=None,
            valid_until__lte=on + timedelta(days=DAYS),
            pk__in=used.values("evidence"),
        )
        .select_related("collected_by__user")
        .annotate(duties=Count("attachments", filter=Q(attachments__in=used.values("pk"))))
    )
    return lines_of(found.order_by("valid_until", "title", "pk"), on=on)
