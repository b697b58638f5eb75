"""Excel workbooks: a guard before any parser, then the sheets as grids."""
