"""What workers do for this app: find as a view does, read, write the file, put it on record.

A handler is called at least once (`jobs.services`); its effect is one transaction with the end of
its job, so that it happens once.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.rights import Action
from accounts.selectors.background import Kind, NotAgain, Place
from assessments.filters import DutyFilter
from assessments.models import Assessment, MadeFile
from assessments.readers.keeping import Piece
from assessments.readers.spooling import Spool
from assessments.reports.assessment import write_workbook
from assessments.reports.lists import KIND
from assessments.selectors.large import NeverStill, large_contents
from assessments.selectors.made import made_for
from assessments.selectors.workbook import Making, Selection, WorkbookContents
from assessments.services.exporting import MadeWorkbook
from assessments.services.made import (
    ask_for_workbook,
    finish_made_file,
    incoming,
    place,
    remove,
)
from assessments.words.made import failure_words
from jobs.models import Job
from jobs.services import Watch
from matrix.selectors.paging import PagedEdition, paged_edition


def make_workbook(job: Job, watch: Watch) -> dict[str, Any]:
    """Make a workbook that somebody asked for.

    Returns {"file": its key}, or {"failure": why there is none}: "gone" when nobody asks any
    more, "not-shown" when they may not read the assessment now, "never-still" when its rows came
    and went.
    """
    made = MadeFile.objects.filter(job_key=job.key, made_at=None)
    found = made.select_related("asked_by__user", "asked_by__organisation").first()
    if found is None:
        return {"failure": "gone"}
    assessment = _assessment_of(found)
    if assessment is None:
        return {"failure": "not-shown"}
    found.assessment = assessment
    try:
        with translation.override(found.language):
            _make(found, watch)
    except NeverStill:
        return {"failure": "never-still"}
    return _result(found)


def _assessment_of(made: MadeFile) -> Assessment | None:
    """Return the assessment if who asked may read it now."""
    if made.asked_by.ended_at is not None:
        return None
    visible = Assessment.objects.visible_to(made.asked_by.user).with_matrix()
    return visible.select_related("organisation").filter(pk=made.assessment_id).first()


def _make(made: MadeFile, watch: Watch) -> None:
    making = Making(uuid4(), made.language, made.asked_by, timezone.now())
    pages = paged_edition(made.assessment.edition, language=made.language)
    selection = _selection(made, pages, making)
    with (
        large_contents(
            made.assessment, pages, making, selection, told=lambda _rows: watch.progress(0, 0)
        ) as contents,
        incoming() as folder,
        Spool[Piece](block=8) as pieces,
    ):
        total = _lines_of(contents)
        path = folder / "workbook"
        with path.open("wb") as file:
            cells = write_workbook(
                file,
                contents,
                pieces=pieces,
                told=lambda lines: watch.progress(lines, total),
                folder=folder,
            )
        workbook = MadeWorkbook(making.key, KIND, made.language, contents.query, cells)
        placed = place(path, made)
        try:
            finish_made_file(
                made=made,
                workbook=workbook,
                placed=placed,
                ended=lambda: watch.finish(_result(made)),
                at=timezone.now(),
            )
        except BaseException:
            remove(placed[0])  # nobody names it
            raise


def _selection(made: MadeFile, pages: PagedEdition, making: Making) -> Selection | None:
    shown = DutyFilter(
        QueryDict(made.query),
        assessment=made.assessment,
        printed=pages.frame,
        reader=made.asked_by,
        on=timezone.localdate(making.at),
    )
    return Selection(shown.qs, shown.query, shown.words) if shown.is_filtered else None


def _lines_of(contents: WorkbookContents) -> int:
    """Return how many lines the long sheets will have, at most."""
    listed, counts = len(contents.rows), contents.counts
    gaps = min(listed, counts.gap + counts.partial)
    return listed + gaps + min(listed, counts.not_applicable) + len(contents.provider_rows)


def _result(made: MadeFile) -> dict[str, Any]:
    return {"file": str(made.key)}


def _places(jobs: Sequence[Job], reader: Membership) -> Mapping[UUID, Place]:
    """Return the page of the file for who asked for it, that of its assessment for others."""
    return {
        made.job_key: Place(
            str(made.assessment),
            _address(made, reader)
            if made.asked_by_id == reader.pk
            else reverse(
                "assessments:dashboard", args=[reader.organisation.slug, made.assessment_id]
            ),
        )
        for made in made_for(jobs, reader)
    }


def _trouble(job: Job) -> str:
    return failure_words(str(job.result.get("failure", "")))


def _ask_again(job: Job, by: Membership, at: datetime) -> str:
    """Ask for the workbook of the same rows, for who asks now and in the language of then."""
    made = made_for([job], by).first()
    if made is None:
        raise NotAgain
    asked = ask_for_workbook(
        assessment=made.assessment, query=made.query, language=made.language, by=by, at=at
    )
    return _address(asked, by)


def _address(made: MadeFile, reader: Membership) -> str:
    slug = reader.organisation.slug
    return reverse("assessments:made_file", args=[slug, made.assessment_id, made.key])


WORKBOOKS: Final = Kind(
    _("Make a workbook"), Action.READ, places=_places, trouble=_trouble, again=_ask_again
)
