"""Who may do what, in words, from the table that decides it."""

from typing import Final

from django.utils import translation

from accounts.rights import RIGHTS, WIDENED, Action, Role
from accounts.words import ACTIONS


def written() -> str:
    """Return docs/permissions.md."""
    heading = " | ".join(role.capitalize() for role in Role)
    with translation.override("en"):
        rows = [_row(action) for action in RIGHTS]
    return "\n".join([_HEAD, f"| | {heading} |", "|---" * (len(Role) + 1) + "|", *rows, _REST])


def _row(action: Action) -> str:
    return f"| {ACTIONS[action]} | " + " | ".join(_cell(action, role) for role in Role) + " |"


def _cell(action: Action, role: Role) -> str:
    if role in RIGHTS[action]:
        return "yes"
    return "by setting" if action in WIDENED and role == Role.CONTRIBUTOR else ""


_HEAD: Final = """\
# Who may do what

Written by `make documents` from the table that decides (`accounts/rights.py`); each member reads
it for their own role under *Who may do what*. Rights are those of a membership: the same person
may be manager in one organisation and auditor in another.
"""
_REST: Final = """
"By setting": what an administrator adds with *contributors answer and assign any row*.

## What a person sees at all

Whether somebody sees a thing is decided before, and elsewhere, than what they may do with it.
What they do not see is answered as if it were not there (404); what they see and may not do is
refused (403).

- **Members** see their organisation: assessments, matrices of its own, evidence, people. Nobody
  sees another's. Matrices that come with Remit are seen by everybody who signs in.
- **Auditors** see the assessments that were shared with them, as long as that is not ended, and
  no others.
- **Former members** and **deactivated people** see nothing from the next request on.
- **Who has a share link** sees the rows it was made for, without signing in, until it ends or is
  revoked; with the password, if it has one.
- Where an organisation requires a second factor, who has none sees nothing of it.

## Fields that are not for everybody

- **internal notes** are read by all members but auditors; they are in no file for auditors and
  in no link.
- **Evidence that is not for auditors** is shown to members alone; a duty counts as proven all
  the same.
- **Addresses of mail** are read by members of the same organisation.
- **Sessions and second factors** are seen by their owner alone.

## Further rules

- A contributor answers rows of their own, of their teams, and rows nobody has.
- With *four eyes* on, nobody accepts a row that they answered last.
- A signed assessment takes no change until somebody who may review reopens it, with a reason.
- An opinion is the auditor's who stated it; a draft of what was brought in is its maker's.
- The last administrator neither leaves nor becomes something else.
- Signing off asks for the password, or for having signed in just now.

Every route with its verb and the roles it answers is in `tests/rights_table.py`, which tests
hold against the resolver for each role, for strangers and for visitors (`tests/test_rights.py`,
`tests/test_canaries.py`).
"""
