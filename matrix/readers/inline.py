"""Markdown inside a line: the plain text of it, in a time that grows with its length only."""

import html
import re
import unicodedata
from typing import Final

# Longer pieces are folded but not cleaned: no published cell or paragraph comes near.
MAX_CLEANED: Final = 100_000

_SPECIAL: Final = re.compile(r"[\\`*_<&\[]")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE: Final = re.compile(r"`([^`]*)`")
_LINK: Final = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_AUTOLINK: Final = re.compile(r"<((?:https?://|mailto:)[^<>\s]*)>")
_LINE_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_RUN: Final = re.compile(r"(\*+|_+)")
# A no-break space is typography and stays; what an editor wraps lines with does not.
_BLANKS: Final = re.compile(r"[ \t\n\r\f\v]+")
_WORD: Final = re.compile(r"[^\W_]+")

# Escaped characters wait as lone surrogates, which no decoded UTF-8 text can contain.
_SHELTER: Final = 0xDC00
_SHELTERED: Final = re.compile("[\udc00-\udc7f]")


def folded(text: str) -> str:
    """Return the text with every run of blanks made one space, and none at the ends."""
    if "  " not in text and text.isprintable():
        return text.strip(" ")
    return _BLANKS.sub(" ", text).strip(" ")


def plain(source: str) -> str:
    """Return the text a reader of the page sees: no links, tags, escapes or emphasis.

    Line breaks become spaces, blanks are folded, typography is kept; an asterisk that
    closes nothing ("I*") is a footnote mark and stays.
    """
    if len(source) > MAX_CLEANED or not _SPECIAL.search(source):
        return folded(source)
    text = _ESCAPE.sub(lambda match: _sheltered(match[1]), source)
    text = _CODE.sub(lambda match: _sheltered(match[1]), text)
    text = _LINK.sub(r"\1", _without_comments(text))
    text = _AUTOLINK.sub(lambda match: _sheltered(match[1]), text)
    text = _TAG.sub("", _LINE_BREAK.sub(" ", text))
    text = html.unescape(_without_emphasis(folded(text)))
    return folded(_SHELTERED.sub(lambda match: chr(ord(match[0]) - _SHELTER), text))


def escaped(shown: str) -> str:
    """Return the source of which `plain` gives exactly the words of `shown`.

    What comes from other formats is not Markdown, and is written as such where that matters.
    """
    if not _SPECIAL.search(shown) or plain(shown) == folded(shown):
        return shown
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", shown)


def unescaped(source: str) -> str:
    """Return what `escaped` was given."""
    return _ESCAPE.sub(r"\1", source)


def normalised(text: str) -> str:
    """Return the words of a name for comparison: lower case, no accents, one space between."""
    if text.isascii():
        return " ".join(_WORD.findall(text.casefold()))
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_WORD.findall(bare))


def _sheltered(text: str) -> str:
    return "".join(chr(_SHELTER + ord(char)) if char < "\x80" else char for char in text)


def _without_comments(text: str) -> str:
    kept: list[str] = []
    start = 0
    while (opening := text.find("<!--", start)) >= 0:
        closing = text.find("-->", opening + 4)
        if closing < 0:
            break
        kept.append(text[start:opening])
        start = closing + 3
    return "".join(kept) + text[start:]


def _without_emphasis(text: str) -> str:
    pieces = _RUN.split(text)
    left = {place: len(pieces[place]) for place in range(1, len(pieces), 2)}
    openers: dict[str, list[int]] = {"*": [], "_": []}
    for place in left:
        opens, closes = _flanking(pieces, place)
        stack = openers[pieces[place][0]]
        while closes and stack and left[place]:
            taken = min(left[stack[-1]], left[place])
            left[place] -= taken
            left[stack[-1]] -= taken
            if not left[stack[-1]]:
                stack.pop()
        if opens and left[place]:
            stack.append(place)
    for place, length in left.items():
        pieces[place] = pieces[place][:length]
    return "".join(pieces)


def _flanking(pieces: list[str], place: int) -> tuple[bool, bool]:
    """Say whether a run of marks can open and close; the ends of the text are lenient.

    "**3.1.3. Monitoring **" is printed that way on several pages and means bold.
    """
    before = pieces[place - 1][-1:] or (pieces[place - 2][-1:] if place > 1 else "")
    last = place + 2 >= len(pieces)
    after = pieces[place + 1][:1] or ("" if last else pieces[place + 2][:1])
    opens, closes = bool(after.strip()), bool(before) and (bool(before.strip()) or not after)
    # "__R__esponsible" is meant as bold; single marks inside a word are part of a name.
    if pieces[place][0] == "_" and len(pieces[place]) > 1:
        return opens and not before.isalnum(), closes
    if pieces[place][0] == "_":
        return opens and not before.isalnum(), closes and not after.isalnum()
    return opens, closes
