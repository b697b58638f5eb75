"""Counts in words, in the reader's language: one wording for page, workbook and console.

Parts that are zero are left out: quiet when all is well. The denominator is always printed, and
is what applies (CONTRACTS.md, "Counting"); what is not applicable is said apart.
"""

from django.utils.translation import gettext, ngettext

from assessments.scoring import COVERED, GAP, NOT_APPLICABLE, PARTIAL, UNANSWERED, Counts

_NOT_COVERED = (PARTIAL, GAP, UNANSWERED)


def sentence(counts: Counts) -> str:
    """Return "25 of 36 duties covered (69 %), 3 partial, 6 gaps, 2 unanswered"."""
    return lead(counts) + rest(counts)


def lead(counts: Counts) -> str:
    """Return the beginning of the sentence, printed bold: "25 of 36 duties covered (69 %)".

    Without denominator there is no percentage: it says that nothing is in scope, or that nothing
    applies.
    """
    if not counts.duties:
        return gettext("Nothing in scope")
    if not counts.applicable:
        return ngettext(
            "Nothing applies: the only duty is not applicable",
            "Nothing applies: all %(n)s duties are not applicable",
            counts.duties,
        ) % {"n": counts.duties}
    return _covered_duties(counts) % {
        "n": counts.covered,
        "total": counts.applicable,
        "percent": counts.declared_percent,
    }


def rest(counts: Counts) -> str:
    """Return what follows `lead`, from its punctuation on; "" when all is covered."""
    if not counts.duties:
        return gettext(": no activity is yours.")
    return "".join(f", {part}" for part in _parts(counts, _NOT_COVERED))


def apart(counts: Counts) -> str:
    """Return "2 not applicable, out of the count"; "" when there is none or nothing else."""
    if not counts.not_applicable or not counts.applicable:
        return ""
    part = number_of(NOT_APPLICABLE, counts.not_applicable)
    return gettext("%(part)s, out of the count") % {"part": part}


def section_words(counts: Counts) -> str:
    """Return "2 of 5 covered, 1 partial, 1 gap, 1 unanswered"; "no duty" for an empty section."""
    if not counts.duties:
        return gettext("no duty")
    parts = _parts(counts, (*_NOT_COVERED, NOT_APPLICABLE))
    if not counts.applicable:
        return ", ".join(parts)
    covered = ngettext(
        "%(n)s of %(total)s covered", "%(n)s of %(total)s covered", counts.covered
    ) % {"n": counts.covered, "total": counts.applicable}
    return ", ".join([covered, *parts])


def declared_words(counts: Counts) -> str:
    """Return "25 of 36 (69 %)"; "nothing in scope" without denominator."""
    return share_words(counts.covered, counts.applicable, counts.declared_percent)


def progress_words(counts: Counts) -> str:
    """Return "34 of 36 answered (94 %)"; "nothing in scope" without denominator."""
    if not counts.duties:
        return gettext("nothing in scope")
    return ngettext(
        "%(n)s of %(total)s answered (%(percent)s %%)",
        "%(n)s of %(total)s answered (%(percent)s %%)",
        counts.answered,
    ) % {"n": counts.answered, "total": counts.duties, "percent": counts.progress_percent}


def share_words(part: int, whole: int, percent: int | None) -> str:
    """Return "25 of 36 (69 %)"; "nothing in scope" when `percent` is None."""
    if percent is None:
        return gettext("nothing in scope")
    return gettext("%(n)s of %(total)s (%(percent)s %%)") % {
        "n": part,
        "total": whole,
        "percent": percent,
    }


def messages_words(counts: Counts) -> str:
    """Return the line of C/I rows: "Consulted or informed, counted apart: 8 of 13 covered, …"."""
    return gettext("Consulted or informed, counted apart: %(counts)s") % {
        "counts": section_words(counts)
    }


def overdue_words(late: int, not_covered: int) -> str:
    """Return "3 late out of 9 duties not covered"."""
    return ngettext(
        "%(n)s late out of %(total)s duty not covered",
        "%(n)s late out of %(total)s duties not covered",
        not_covered,
    ) % {"n": late, "total": not_covered}


def overdue_number(n: int) -> str:
    """Return "3 overdue"."""
    return ngettext("%(n)s overdue", "%(n)s overdue", n) % {"n": n}


def number_of(coverage: str, n: int) -> str:
    """Return "1 gap", "6 gaps", "25 covered"."""
    words = {
        COVERED: ngettext("%(n)s covered", "%(n)s covered", n),
        PARTIAL: ngettext("%(n)s partial", "%(n)s partial", n),
        GAP: ngettext("%(n)s gap", "%(n)s gaps", n),
        UNANSWERED: ngettext("%(n)s unanswered", "%(n)s unanswered", n),
        NOT_APPLICABLE: ngettext("%(n)s not applicable", "%(n)s not applicable", n),
    }
    return words[coverage] % {"n": n}


def _covered_duties(counts: Counts) -> str:
    if counts.applicable == 1:
        return gettext("%(n)s of %(total)s duty covered (%(percent)s %%)")
    return ngettext(
        "%(n)s of %(total)s duties covered (%(percent)s %%)",
        "%(n)s of %(total)s duties covered (%(percent)s %%)",
        counts.covered,
    )


def _parts(counts: Counts, coverages: tuple[str, ...]) -> list[str]:
    return [number_of(each, counts.of(each)) for each in coverages if counts.of(each)]


def move_lead(kept: int, answers: int) -> str:
    """Return "35 of 36 answers go over as they are", of a move to another edition."""
    if not answers:
        return gettext("No answer to carry over")
    return ngettext(
        "%(n)s of %(total)s answers goes over as it is",
        "%(n)s of %(total)s answers go over as they are",
        kept,
    ) % {"n": kept, "total": answers}


def move_rest(*, opened: int, asked: int, recheck: int, reopened: int, archived: int) -> str:
    """Return ", 1 new duty, 3 for you to decide, 1 archived"; "" when there is nothing else."""
    parts = [
        (opened, ngettext("%(n)s new row", "%(n)s new rows", opened)),
        (asked, ngettext("%(n)s for you to decide", "%(n)s for you to decide", asked)),
        (recheck, ngettext("%(n)s to recheck", "%(n)s to recheck", recheck)),
        (reopened, ngettext("%(n)s asked again", "%(n)s asked again", reopened)),
        (archived, ngettext("%(n)s archived", "%(n)s archived", archived)),
    ]
    return "".join(f", {text % {'n': n}}" for n, text in parts if n)
