"""Damaged and hostile files for every importer, read in limited processes.

Two sources: `tests.hostile` makes files that are meant to do harm, and `mutants` damages good ones
by chance. `importers` says how each kind of file is read, `child` is the process that reads them
under limits of time and memory, `campaign` watches such processes (`make fuzz`).
"""
