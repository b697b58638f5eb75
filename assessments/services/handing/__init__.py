"""Handing duties over: offering them, deciding row by row, and the end of a holiday."""

from assessments.services.handing.deciding import (
    Decided,
    NotOffered,
    decide_hand_over,
    end_holidays,
)
from assessments.services.handing.offering import (
    MayNotOffer,
    NothingToHandOver,
    Offer,
    SuccessorUnfit,
    offer_duties,
    offerable,
)

__all__ = [
    "Decided",
    "MayNotOffer",
    "NotOffered",
    "NothingToHandOver",
    "Offer",
    "SuccessorUnfit",
    "decide_hand_over",
    "end_holidays",
    "offer_duties",
    "offerable",
]
