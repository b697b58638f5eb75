"""Lists of what the client has to do: one line is one duty, and its letters are derived.

Providers that publish prose only ("complementary user entity controls") name no letters:
whoever is told to do something carries it out and answers for it, so the client holds R and A.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from matrix.readers.choices import Choice
from matrix.readers.inline import escaped, folded
from matrix.readers.languages import read_language
from matrix.readers.lines import Heading, heading
from matrix.readers.reading import (
    ReadActivity,
    ReadCell,
    ReadFinding,
    ReadLayout,
    ReadMatrix,
    ReadSection,
    finding,
)
from matrix.readers.refusals import MatrixRefused
from matrix.readers.sections import find_sections
from matrix.readers.vocabulary import CLIENT_NAMES

MAX_DUTY: Final = 2_000
MAX_TITLE: Final = 150

_BULLET: Final = re.compile(r"\s*[-*+•‣◦▪●–—·✓☐][ \t\u00a0]+(?=\S)")
_NUMBER: Final = re.compile(r"\s*\(?(?:[0-9]{1,3}|[a-z])[.)][ \t\u00a0]+(?=\S)")
_NAME: Final = re.compile(r"\s*(?:CUECs?|CSOCs?|UECs?|CECs?)[ -]?[0-9.]{1,8}[.:)]?[ \t\u00a0]+")
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")
_LETTERS: Final = "RA"


@dataclass(slots=True)
class _Piece:
    """A line of the list, wrapped ones joined; `mark` is what stands before its text."""

    line: int
    mark: str
    text: str
    verbatim: str
    is_number: bool = False

    @property
    def shown(self) -> str:
        """The text with its number, which in a title is the section's."""
        return f"{self.mark} {self.text}" if self.is_number else self.text


def read_duties(lines: Sequence[str], choice: Choice, sha256: str) -> ReadMatrix:
    """Read a list of duties.

    Where lines have bullets, those are the duties; so are numbered lines where most are; else
    each line is one. What stands above them is their title. Raises MatrixRefused `no-table`
    for a text that is no list.
    """
    pieces = list(_pieces(lines))
    duties = _duties(pieces)
    taken = {piece.line for piece in duties}
    titles = [
        title
        for piece, below in pairwise(pieces)
        if piece.line not in taken and below.line in taken and (title := _title(piece))
    ]
    if (
        len(duties) < 2
        or len(pieces) - len(titles) >= 2 * len(duties)
        or not _are_sentences(duties)
    ):
        message = "The text has no table, and is not a list with one duty on each line."
        raise MatrixRefused("no-table", "line 1", message)
    language = read_language("", (piece.text for piece in duties), choice.name)
    party = choice.party or CLIENT_NAMES.get(language, "Customer")
    places = find_sections(titles, [piece.line for piece in duties])
    sections = tuple(
        ReadSection(
            number=place.heading.number,
            title=place.heading.title,
            verbatim=place.heading.verbatim,
            depth=place.depth,
            parent=place.parent,
            line=place.heading.line,
            note="",
        )
        for place in places
    )
    used = {section.line for section in sections} | taken
    return ReadMatrix(
        title="",
        language=language,
        published_on=None,
        dates=(),
        legend=(),
        parties=(party,),
        client_party=party,
        sections=sections,
        activities=tuple(_activities(duties, sections, party)),
        findings=_findings(duties),
        note="\n".join(piece.shown for piece in pieces if piece.line not in used),
        sha256=sha256,
        layout=ReadLayout(format="text", family="list"),
    )


def _pieces(lines: Sequence[str]) -> Iterator[_Piece]:
    piece: _Piece | None = None
    for number, text in enumerate(lines, start=1):
        if piece and _goes_on(piece, text):
            piece.text = folded(f"{piece.text} {text.strip()}")
            piece.verbatim += f"\n{text}"
            continue
        if piece:
            yield piece
        piece = _piece(number, text) if text.strip() else None
    # A text without line end leaves its last line.
    if piece:
        yield piece


def _piece(number: int, text: str) -> _Piece:
    name = _NAME.match(text)
    numbered = None if name else _NUMBER.match(text)
    mark = numbered or name or _BULLET.match(text)
    # "CUEC-3" is part of what it names.
    shown = text if mark is None or name else text[mark.end() :]
    printed = mark[0].strip() if mark else ""
    return _Piece(number, printed, folded(shown), text, is_number=numbered is not None)


def _goes_on(piece: _Piece, text: str) -> bool:
    """Say whether a line is the rest of the marked one above it: indented, or mid-sentence."""
    if not piece.mark or not text.strip() or _piece(0, text).mark:
        return False
    is_indented = text[:1] in {" ", "\t", "\u00a0"}
    return is_indented or (text[:1].islower() and piece.text[-1:] not in ".;:")


def _duties(pieces: Sequence[_Piece]) -> list[_Piece]:
    marked = [piece for piece in pieces if piece.mark]
    if any(not piece.is_number for piece in marked) or len(marked) * 2 > len(pieces):
        return marked
    return [piece for piece in pieces if not _is_title(piece)]


def _is_title(piece: _Piece) -> bool:
    return piece.is_number or piece.text.endswith(":") or len(_WORDS.findall(piece.text)) < 3


def _are_sentences(duties: Sequence[_Piece]) -> bool:
    return all(
        len(piece.text) <= MAX_DUTY and len(_WORDS.findall(piece.text)) > 1 for piece in duties
    )


def _title(piece: _Piece) -> Heading | None:
    text = piece.shown.rstrip(":").strip()
    if len(text) > MAX_TITLE:
        return None
    return heading(piece.line, 1, escaped(text), piece.verbatim)


def _activities(
    duties: Sequence[_Piece], sections: Sequence[ReadSection], party: str
) -> Iterator[ReadActivity]:
    for position, duty in enumerate(duties, start=1):
        section = max(place for place, section in enumerate(sections) if section.line <= duty.line)
        cell = ReadCell(party, _LETTERS, "", derived=True)
        yield ReadActivity(position, section, duty.text, duty.verbatim, "", duty.line, (cell,))


def _findings(duties: Sequence[_Piece]) -> tuple[ReadFinding, ...]:
    message = (
        f"No letters are printed. Each of the {len(duties)} lines was taken for a duty of the"
        " client, who then carries it out and answers for it."
    )
    missing = finding("date-missing", None, "The page gives no date that can be read.")
    return missing, finding("letters-derived", duties[0].line, message, values=(_LETTERS,))
