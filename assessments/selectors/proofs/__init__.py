"""Proofs as they are read: what they prove, for how long, and how much is proven."""
