"""Background work: what was asked for, how far it is, and who is doing it now (ADR 7)."""
