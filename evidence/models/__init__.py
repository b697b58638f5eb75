"""Tables of proofs."""

from evidence.models.choices import Confidentiality, EvidenceType, Kind
from evidence.models.evidence import Evidence, EvidenceQuerySet

__all__ = ["Confidentiality", "Evidence", "EvidenceQuerySet", "EvidenceType", "Kind"]
