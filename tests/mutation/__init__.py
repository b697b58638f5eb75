"""Mutation testing: does a test fail when a rule of rights, scoping, audit or guards is broken?

`operators` makes the mutants of a source, `subjects` names what is mutated and which tests look,
`living` puts a mutant into a running process, `running` tries each in a fork, `__main__` reports.
ADR 30 says why this is our own.
"""
