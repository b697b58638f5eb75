"""What the grid is told after a change, as JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.http import MemberRequest
from assessments import words
from assessments.scoring import Counts, total
from assessments.selectors.conflicts import Conflict, Wanted, conflicts_of
from assessments.selectors.counting import SectionCounts
from assessments.selectors.grid import standing_of
from assessments.services.answering import Recorded
from assessments.views.finding import find_assessment

MINUTE = timedelta(minutes=1)


def recorded_reply(
    request: MemberRequest,
    assessment_id: int,
    recorded: Recorded,
    *,
    wanted: Wanted,
    sections: Iterable[int],
) -> JsonResponse:
    """Say what came of each row; `sections` are those whose counts the page shows.

    200 when every row was saved, 409 when one is stale, 403 when one is not this member's, 404
    when none is there: the body always tells of all of them.
    """
    conflicts: tuple[Conflict, ...] = ()
    standing = None
    has_new_owners = any("owner_team_id" in values for values in wanted.values())
    if recorded.stale or has_new_owners:
        assessment = find_assessment(request, assessment_id)
        standing = asdict(
            standing_of(assessment, reader=request.membership, on=timezone.localdate())
        )
        stale = {key: wanted.get(key, {}) for key in recorded.stale}
        conflicts = conflicts_of(stale, assessment=assessment, reader=request.membership)
    body = {
        "batch": recorded.batch,
        "saved": {str(key): revision for key, revision in recorded.saved.items()},
        "stale": [conflict_reply(conflict) for conflict in conflicts],
        "refused": [str(key) for key in recorded.refused],
        "missing": [str(key) for key in recorded.missing],
        "message": refused_words(recorded),
        "counts": counts_reply(recorded.counts, sections) if recorded.counts else None,
        "standing": standing,
    }
    return JsonResponse(body, status=_status(recorded))


def message_reply(message: str, *, status: int) -> JsonResponse:
    """Say why nothing was saved."""
    return JsonResponse({"message": message}, status=status)


def unreadable_reply(form: Form) -> JsonResponse:
    """Say which fields could not be read, in words. 422."""
    errors = {name: [str(each) for each in found] for name, found in form.errors.items()}
    first = next((text for found in errors.values() for text in found), "")
    return JsonResponse({"message": first, "errors": errors}, status=422)


def conflict_reply(conflict: Conflict) -> dict[str, Any]:
    """Return a conflict: who, when, what stands now, and each difference in words."""
    owner = conflict.owner
    return {
        "key": str(conflict.key),
        "revision": conflict.revision,
        "says": conflict_words(conflict),
        "stored": dict(conflict.stored),
        "owner": (
            {"kind": owner.kind, "name": owner.name, "initials": owner.initials} if owner else None
        ),
        "differences": [
            {"name": each.name, "label": each.label, "mine": each.mine, "theirs": each.theirs}
            for each in conflict.differences
        ],
    }


def conflict_words(conflict: Conflict) -> str:
    """Return "Karim answered “partial” 2 minutes ago.", or what else was changed."""
    who = conflict.by or _("Somebody")
    ago = timesince(conflict.at, depth=1) if conflict.at else ""
    if conflict.at and timezone.now() - conflict.at < MINUTE:
        ago = _("less than a minute")
    coverage = next((each for each in conflict.differences if each.name == "coverage"), None)
    if coverage:
        return _("%(who)s answered “%(theirs)s” %(ago)s ago.") % {
            "who": who,
            "theirs": coverage.theirs,
            "ago": ago,
        }
    return _("%(who)s changed this row %(ago)s ago.") % {"who": who, "ago": ago}


def refused_words(recorded: Recorded) -> str:
    """Return what was refused, "" when nothing was."""
    number = len(recorded.refused)
    if not number:
        return ""
    return ngettext(
        "%(n)s row is not yours to answer.", "%(n)s rows are not yours to answer.", number
    ) % {"n": number}


def counts_reply(counts: SectionCounts, sections: Iterable[int]) -> dict[str, Any]:
    """Return the sentence, and the counts of `sections` in words, as number and as comb."""
    everything = total(counts.values())
    return {
        "lead": words.lead(everything),
        "rest": words.rest(everything),
        "progress": words.progress_words(everything),
        "apart": words.apart(everything),
        "gap": everything.gap,
        "unanswered": everything.unanswered,
        "bar": render_to_string("components/_bar.html", {"counts": everything}),
        "sections": {
            str(pk): _section(counts.get(pk or None, Counts())) for pk in dict.fromkeys(sections)
        },
    }


def _section(counts: Counts) -> Mapping[str, str]:
    return {
        "words": words.section_words(counts),
        "ratio": f"{counts.covered}/{counts.applicable}" if counts.applicable else "–",
        "comb": render_to_string("components/_comb.html", {"counts": counts}),
        "small": render_to_string("components/_comb.html", {"counts": counts, "small": True}),
    }


def _status(recorded: Recorded) -> int:
    if recorded.stale:
        return 409
    if recorded.refused:
        return 403
    return 404 if recorded.missing and not recorded.saved else 200


def wanted_of(entries: Iterable[Any]) -> dict[UUID, Mapping[str, Any]]:
    """Return the values wanted by key."""
    return {entry.key: entry.values for entry in entries}


def wants_json(request: MemberRequest) -> bool:
    """Tell whether the grid's script asks, or a form."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def closed_page(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Return the page for a change of an assessment that is signed or closed. 409."""
    assessment = find_assessment(request, assessment_id)
    context = {"assessment": assessment, "nav": "duties"}
    return render(request, "assessments/closed.html", context, status=409)
