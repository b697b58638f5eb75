"""Tests of what happened, in words."""
