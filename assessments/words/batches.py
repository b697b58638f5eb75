"""One action that changed many things, in one sentence: "Karim answered 12 rows: covered"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext, gettext_lazy, ngettext

from assessments.scoring import COVERED, GAP, NOT_APPLICABLE, PARTIAL, UNANSWERED
from assessments.words.counting import number_of
from assessments.words.events import ROW_VERBS, VERBS

COVERAGES: Final = {
    COVERED: gettext_lazy("covered"),
    PARTIAL: gettext_lazy("partial"),
    GAP: gettext_lazy("gap"),
    NOT_APPLICABLE: gettext_lazy("not applicable"),
    UNANSWERED: gettext_lazy("unanswered"),
}
# What is told by its number beside what it happened with; anything else is an event.
_NAMED: Final = frozenset({*ROW_VERBS, "controls-carried"})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many events of one batch have a verb and, where they answer, a coverage ("" else)."""

    verb: str
    coverage: str
    number: int


def batch_sentence(who: str, tallies: Sequence[Tally], *, shared: Sequence[str] = ()) -> str:
    """Return what somebody did to many rows at once.

    `shared` names what else was changed, "Owner: Karim", where a page could see that it was.
    """
    number = sum(tally.number for tally in tallies)
    verbs = {tally.verb for tally in tallies}
    answers = _answers(tallies, number)
    if verbs == {"answer-changed"} and answers:
        text = ngettext(
            "%(who)s answered %(n)s row: %(what)s", "%(who)s answered %(n)s rows: %(what)s", number
        )
        return text % {"who": who, "n": number, "what": ", ".join([*answers, *shared])}
    if verbs == {"answer-changed"} and shared:
        text = ngettext(
            "%(who)s changed %(n)s row: %(what)s", "%(who)s changed %(n)s rows: %(what)s", number
        )
        return text % {"who": who, "n": number, "what": ", ".join(shared)}
    return gettext("%(who)s: %(what)s") % {"who": who, "what": batch_words(tallies)}


def batch_words(tallies: Iterable[Tally]) -> str:
    """Return "34 rows carried over, 2 rows archived": what happened, by kind of event."""
    numbers: dict[str, int] = {}
    for tally in tallies:
        kind = tally.verb if tally.verb in _NAMED else ""
        numbers[kind] = numbers.get(kind, 0) + tally.number
    order = [verb for verb in (*VERBS, "") if verb in numbers]
    return ", ".join(_number_of(verb, numbers[verb]) for verb in order)


def _answers(tallies: Iterable[Tally], rows: int) -> list[str]:
    """Return "covered" where every row was answered so, else "8 covered", "4 gaps"."""
    numbers: dict[str, int] = {}
    for tally in tallies:
        numbers[tally.coverage] = numbers.get(tally.coverage, 0) + tally.number
    given = [each for each in COVERAGES if numbers.get(each)]
    if len(given) == 1 and numbers[given[0]] == rows:
        return [str(COVERAGES[given[0]])]
    return [number_of(each, numbers[each]) for each in given]


def _number_of(verb: str, n: int) -> str:
    words = {
        "answer-changed": ngettext("%(n)s row changed", "%(n)s rows changed", n),
        "answer-change-undone": ngettext("%(n)s change taken back", "%(n)s changes taken back", n),
        "answer-change-reverted": ngettext("%(n)s row taken back", "%(n)s rows taken back", n),
        "answer-switched-off": ngettext("%(n)s row switched off", "%(n)s rows switched off", n),
        "answer-switched-on": ngettext("%(n)s row switched on", "%(n)s rows switched on", n),
        "answer-carried": ngettext("%(n)s answer carried over", "%(n)s answers carried over", n),
        "answer-carried-to-recheck": ngettext(
            "%(n)s answer to recheck", "%(n)s answers to recheck", n
        ),
        "answer-kept": ngettext("%(n)s answer kept", "%(n)s answers kept", n),
        "answer-reopened": ngettext("%(n)s row asked again", "%(n)s rows asked again", n),
        "answer-archived": ngettext("%(n)s row archived", "%(n)s rows archived", n),
        "answer-opened": ngettext("%(n)s row opened", "%(n)s rows opened", n),
        "answer-submitted": ngettext("%(n)s row submitted", "%(n)s rows submitted", n),
        "answer-reattested": ngettext("%(n)s row still true", "%(n)s rows still true", n),
        "answer-accepted": ngettext("%(n)s row accepted", "%(n)s rows accepted", n),
        "answer-sent-back": ngettext("%(n)s row sent back", "%(n)s rows sent back", n),
        "answer-move-undone": ngettext("%(n)s row put back", "%(n)s rows put back", n),
        "comment-added": ngettext("%(n)s comment", "%(n)s comments", n),
        "comment-deleted": ngettext("%(n)s comment deleted", "%(n)s comments deleted", n),
        "proof-attached": ngettext("%(n)s proof attached", "%(n)s proofs attached", n),
        "proof-detached": ngettext("%(n)s proof detached", "%(n)s proofs detached", n),
        "proof-change-undone": ngettext(
            "%(n)s proof change taken back", "%(n)s proof changes taken back", n
        ),
        "opinion-stated": ngettext("%(n)s opinion changed", "%(n)s opinions changed", n),
        "opinion-undone": ngettext("%(n)s opinion taken back", "%(n)s opinions taken back", n),
        "gap-planned": ngettext("%(n)s gap planned", "%(n)s gaps planned", n),
        "gap-plan-undone": ngettext("%(n)s plan taken back", "%(n)s plans taken back", n),
        "gap-accepted": ngettext("%(n)s gap accepted", "%(n)s gaps accepted", n),
        "gap-acceptance-ended": ngettext("%(n)s acceptance ended", "%(n)s acceptances ended", n),
        "controls-carried": ngettext(
            "controls of %(n)s row carried over", "controls of %(n)s rows carried over", n
        ),
        "": ngettext("%(n)s event", "%(n)s events", n),
    }
    return words[verb] % {"n": n}
