"""Reads over assessments: a fixed number of queries, frozen dataclasses out."""
