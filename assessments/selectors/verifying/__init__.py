"""Whether a workbook that comes back is the one that was exported, cell by cell.

What it is compared with is proven first: the kept cells against the event of the export, and that
event against its seal.
"""
