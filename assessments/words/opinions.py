"""Auditors' opinions in words, in the reader's language: one wording for pages and workbooks."""

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext, npgettext

from assessments.scoring import OpinionCounts


def opinions_sentence(counts: OpinionCounts, *, is_own: bool = False) -> str:
    """Return "12 of 36 duties have an opinion: 10 conforming, 2 minor non-conformities"."""
    return opinions_lead(counts, is_own=is_own) + opinions_rest(counts)


def opinions_lead(counts: OpinionCounts, *, is_own: bool = False) -> str:
    """Return the beginning of the sentence; `is_own` where it counts the reader's own opinions."""
    if not counts.duties:
        return gettext("Nothing in scope")
    if is_own:
        text = ngettext(
            "You gave an opinion on %(n)s of %(total)s duties",
            "You gave an opinion on %(n)s of %(total)s duties",
            counts.stated,
        )
    else:
        text = ngettext(
            "%(n)s of %(total)s duties has an opinion",
            "%(n)s of %(total)s duties have an opinion",
            counts.stated,
        )
    return text % {"n": counts.stated, "total": counts.duties}


def opinions_rest(counts: OpinionCounts) -> str:
    """Return ": 10 conforming, 2 minor non-conformities"; "" without an opinion."""
    parts = opinion_parts(counts.by_result)
    return gettext(": %(parts)s") % {"parts": ", ".join(parts)} if parts else ""


def opinion_parts(by_result: Mapping[str, int]) -> list[str]:
    """Return "10 conforming", "2 minor non-conformities"; what is zero is left out."""
    return [_part(result, number) for result, number in by_result.items() if number]


def _part(result: str, n: int) -> str:
    texts = {
        "conforming": npgettext("opinions", "%(n)s conforming", "%(n)s conforming", n),
        "observation": ngettext("%(n)s observation", "%(n)s observations", n),
        "minor": ngettext("%(n)s minor non-conformity", "%(n)s minor non-conformities", n),
        "major": ngettext("%(n)s major non-conformity", "%(n)s major non-conformities", n),
        "not_tested": ngettext("%(n)s not tested", "%(n)s not tested", n),
    }
    return texts[result] % {"n": n}
