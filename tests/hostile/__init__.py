"""Files that are meant to do harm, made anew each time, by importer.

How many of them, and what they may cost, says SECURITY.md, "Figures to reach". Each module gives a
mapping from what a file is meant to do to what makes it. `test_files` reads all of them in limited
processes, `test_doors` sends some of each kind to the pages that take them.
"""
