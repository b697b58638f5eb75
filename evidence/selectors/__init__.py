"""Reads over proofs and the vault."""
