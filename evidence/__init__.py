"""Proofs: files, links and statements, with what is said about them."""
