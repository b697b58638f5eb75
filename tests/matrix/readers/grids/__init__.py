"""Tests of the families of sheets."""
