"""What of OWASP ASVS 5.0 is proved, by which tests, and what is not.

`make documents` writes docs/asvs.md from requirements.txt beside this file and
from the markers of the tests.
"""
