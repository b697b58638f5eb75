"""Handing duties over: offering them, deciding row by row, and what the calendar does then."""

from assessments.services.handing.deciding import Decided, NotOffered, decide_hand_over
from assessments.services.handing.offering import (
    MayNotOffer,
    NothingToHandOver,
    Offer,
    StartUnfit,
    SuccessorUnfit,
    offer_duties,
    offerable,
)
from assessments.services.handing.turning import end_holidays, start_hand_overs

__all__ = [
    "Decided",
    "MayNotOffer",
    "NotOffered",
    "NothingToHandOver",
    "Offer",
    "StartUnfit",
    "SuccessorUnfit",
    "decide_hand_over",
    "end_holidays",
    "offer_duties",
    "offerable",
    "start_hand_overs",
]
