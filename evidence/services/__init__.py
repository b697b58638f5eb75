"""Changes to proofs, each told, and the sweep of the vault."""

from evidence.services.adding import MayNotAdd, add_file, add_link, add_statement
from evidence.services.changing import (
    AlreadyWithdrawn,
    NotTheirEvidence,
    StaleEvidence,
    may_change,
    revise_evidence,
    withdraw_evidence,
)
from evidence.services.facts import EvidenceFacts
from evidence.services.scrubbing import scrub_vault
from evidence.services.sweeping import Swept, sweep_vault

__all__ = [
    "AlreadyWithdrawn",
    "EvidenceFacts",
    "MayNotAdd",
    "NotTheirEvidence",
    "StaleEvidence",
    "Swept",
    "add_file",
    "add_link",
    "add_statement",
    "may_change",
    "revise_evidence",
    "scrub_vault",
    "sweep_vault",
    "withdraw_evidence",
]
