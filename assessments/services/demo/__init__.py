"""The demo organisation: one member of each role and a half-done assessment on the bundled matrix.

It is labelled as such, its people cannot sign in unless a password is given, and it can be
deleted whole (`manage.py delete_organisation`).
"""

from assessments.services.demo.contents import PEOPLE
from assessments.services.demo.making import address_of, make_demo

__all__ = ["PEOPLE", "address_of", "make_demo"]
