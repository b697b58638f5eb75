"""Tables of cells - a sheet, a CSV file, lines with tabs - from any of the known families."""
