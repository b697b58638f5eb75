"""Proofs in words, in the reader's language: how many duties they prove, and how long they do."""

from datetime import date
from typing import Final

from django.utils.translation import gettext, ngettext

from accounts.dates import date_format
from assessments.scoring import Counts, Proven
from assessments.words.counting import share_words

SOON: Final = 30  # days before its end from which a proof is said to expire


def proven_words(proven: Proven, counts: Counts) -> str:
    """Return "12 of 36 (33 %)"; "nothing in scope" without denominator."""
    return share_words(proven.proven, counts.applicable, proven.percent_of(counts))


def proven_rest(proven: Proven, counts: Counts) -> str:
    """Return "12 of 36 proven (33 %)", to stand after what is declared; "" without denominator."""
    percent = proven.percent_of(counts)
    if percent is None:
        return ""
    return ngettext(
        "%(n)s of %(total)s proven (%(percent)s %%)",
        "%(n)s of %(total)s proven (%(percent)s %%)",
        proven.proven,
    ) % {"n": proven.proven, "total": counts.applicable, "percent": percent}


def proven_part(proven: Proven, counts: Counts) -> str:
    """Return "2 of 5 proven", of a section; "" where nothing is covered that could be."""
    if not counts.covered:
        return ""
    return ngettext("%(n)s of %(total)s proven", "%(n)s of %(total)s proven", proven.proven) % {
        "n": proven.proven,
        "total": counts.applicable,
    }


def forecast_words(now: Proven, then: Proven, counts: Counts, *, on: date) -> str:
    """Return "69 % proven today, 52 % on 1 March 2027 if nothing is done"; "" if it stays."""
    if then.proven >= now.proven:
        return ""
    return gettext("%(now)s %% proven today, %(then)s %% on %(day)s if nothing is done") % {
        "now": now.percent_of(counts),
        "then": then.percent_of(counts),
        "day": date_format(on, "j F Y"),
    }


def stale_words(n: int) -> str:
    """Return "3 duties whose proofs have all expired"."""
    return ngettext(
        "%(n)s duty whose proofs have all expired",
        "%(n)s duties whose proofs have all expired",
        n,
    ) % {"n": n}


def expiring_words(n: int) -> str:
    """Return "2 proofs expire within 30 days"."""
    return ngettext(
        "%(n)s proof expires within %(days)s days",
        "%(n)s proofs expire within %(days)s days",
        n,
    ) % {"n": n, "days": SOON}


def attached_words(n: int) -> str:
    """Return "attached to 10 duties"."""
    if not n:
        return gettext("attached to no duty")
    return ngettext("attached to %(n)s duty", "attached to %(n)s duties", n) % {"n": n}


def validity_words(valid_until: date | None, *, on: date) -> str:
    """Return how long something proves: "valid until 3 March 2027", "expired 12 days ago".

    It still proves on its last day.
    """
    if valid_until is None:
        return gettext("does not expire")
    day, left = date_format(valid_until, "j F Y"), (valid_until - on).days
    if left < 0:
        return ngettext(
            "expired %(n)s day ago, on %(day)s", "expired %(n)s days ago, on %(day)s", -left
        ) % {"n": -left, "day": day}
    if left == 0:
        return gettext("expires today")
    if left <= SOON:
        return ngettext(
            "expires in %(n)s day, on %(day)s", "expires in %(n)s days, on %(day)s", left
        ) % {"n": left, "day": day}
    return gettext("valid until %(day)s") % {"day": day}
