"""Tests of an assessment as of a day that is over."""
