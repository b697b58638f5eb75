"""An evidence pack: a ZIP with the workbook, the proofs it lists, and how to check them.

What a selector read and a written workbook go in; a list of parts with their hashes comes out,
which `zipped` turns into the bytes of the file, piece by piece (docs/adr/0022).
"""

from assessments.reports.packs.packing import KIND, Pack, evidence_pack
from assessments.reports.packs.parts import Part
from assessments.reports.packs.zipped import ContentChanged, length_of, zipped

__all__ = ["KIND", "ContentChanged", "Pack", "Part", "evidence_pack", "length_of", "zipped"]
