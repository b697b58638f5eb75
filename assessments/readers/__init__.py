"""Workbooks as cells: what was written, what a file holds, and where they differ. Pure Python."""
