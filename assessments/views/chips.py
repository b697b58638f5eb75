"""What stands above the rows of a grid: its sentence, and the filters one click away."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments import words
from assessments.filters import DutyFilter
from assessments.selectors.grid import Grid
from assessments.selectors.upgrading.history import LastMove


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is one click away, with the number of rows it leads to."""

    name: str
    label: str
    count: int
    query: str
    is_current: bool


def sentence_context(grid: Grid) -> dict[str, str]:
    """Return the sentence of the page in its parts."""
    return {
        "lead": words.lead(grid.counts),
        "rest": words.rest(grid.counts),
        "progress": words.progress_words(grid.counts),
        "apart": words.apart(grid.counts),
        "messages_words": words.messages_words(grid.messages) if grid.messages.duties else "",
    }


def chips(
    grid: Grid, filterset: DutyFilter, *, has_messages: bool, move: LastMove | None = None
) -> list[Chip]:
    """Return the filters above the grid; counts are of the whole assessment."""
    counts, standing = grid.counts, grid.standing
    offered = [
        ("all", _("All duties"), counts.duties, ""),
        ("gap", _("Gaps"), counts.gap, "coverage=gap"),
        ("unanswered", pgettext("duties", "Unanswered"), counts.unanswered, "coverage=unanswered"),
        ("late", _("Late"), standing.late, "late=true"),
        ("mine", _("Mine"), standing.mine, "owner=me"),
    ]
    if has_messages:
        offered.append(("messages", _("+ C and I"), standing.messages, "rows=all"))
    if move and move.opened:
        offered.append(("new", _("New in this edition"), move.opened, "new=true&rows=all"))
    if move and move.recheck:
        query = "recheck=true&rows=all"
        offered.append(("recheck", _("To recheck"), move.recheck, query))
    chosen = filterset.kept_query
    found = [Chip(*each, is_current=each[3] == chosen) for each in offered]
    if not any(chip.is_current for chip in found):
        found.append(Chip("other", filterset.words, grid.shown, chosen, is_current=True))
    return found
