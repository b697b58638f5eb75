"""What the paper of a sign-off says: what was signed, and what differs from the one before."""

from dataclasses import dataclass

from django.utils import translation

from assessments.models import SignOff
from assessments.selectors.signing.comparing import (
    SignedComparison,
    comparable_with,
    compare_sign_offs,
)
from assessments.selectors.signing.reading import Signed, read_sign_off
from assessments.selectors.workbook import Making


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A sign-off, what differs from the one before, and who makes the paper of it.

    `comparison` is None where the maker may see none before.
    """

    signed: Signed
    comparison: SignedComparison | None
    making: Making


def signed_paper(sign_off: SignOff, making: Making) -> SignedPaper:
    """Return what the paper of a sign-off says, for the member in `making`.

    Such a paper is made to be handed on: proofs that auditors may not see are in nobody's. At
    most seven queries, and one for each period back.
    """
    earlier = comparable_with(sign_off, reader=making.by) if making.by else ()
    # What differs is told in words, which are those of the paper.
    with translation.override(making.language):
        comparison = compare_sign_offs(earlier[0], sign_off) if earlier else None
    return SignedPaper(read_sign_off(sign_off), comparison, making)
