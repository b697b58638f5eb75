"""Damaging a good file: some bytes, or a part of what it is made of, by chance."""

import json
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any, Final

from tests.fuzzing.archives import unzipped, zipped
from tests.fuzzing.pieces import CELLS, EVERYTHING, NUMBERS, SIGNS, VALUES, XML

Chance = random.Random
Damage = Callable[[Chance, bytes], bytes]

# A mutant larger than this is cut: what is large is for tests of hostile files.
MOST: Final = 400_000
_SEPARATORS: Final = ("|", ",", ";", "\t", '"', "<", ">", "\n")
_TAG: Final = re.compile(r"<[^<>]*>")
_ATTRIBUTE: Final = re.compile(r'"[^"<>]*"')
_TEXT: Final = re.compile(r"(?<=>)[^<>]+(?=<)")
_DEEP: Final = 3_000
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)


def encoded(text: str) -> bytes:
    """Return a text in UTF-8, halves of characters too."""
    return text.encode("utf-8", "surrogatepass")


def any_bytes(chance: Chance, content: bytes) -> bytes:
    """Change, remove, repeat, move or cut some bytes."""
    found = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(found) + 1)
        end = min(len(found), start + chance.choice((1, 1, 2, 4, 16, 300)))
        kind = chance.randrange(6)
        if kind == 0:
            found[start:end] = chance.randbytes(end - start)
        elif kind == 1:
            del found[start:end]
        elif kind == 2:
            found[start:start] = found[start:end] * chance.choice((1, 2, 50))
        elif kind == 3:
            found[start:end] = encoded(chance.choice(EVERYTHING))
        elif kind == 4:
            found[start:end] = chance.choice((b"\x00", b"\xff", b"\x7f")) * (end - start)
        elif chance.random() < 0.3:
            del found[start:]
    return bytes(found[:MOST])


def any_text(pieces: Sequence[str]) -> Damage:
    """Return a damage to lines and cells; `pieces` are put in."""

    def damaged(chance: Chance, content: bytes) -> bytes:
        lines = content.decode("utf-8", "replace").split("\n")
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(lines))
            kind = chance.randrange(5)
            if kind == 0:
                lines[place : place + 1] = [lines[place]] * chance.choice((0, 2, 3, 40))
            elif kind == 1:
                other = chance.randrange(len(lines))
                lines[place], lines[other] = lines[other], lines[place]
            elif kind == 2:
                lines[place] = _with_piece(chance, lines[place], pieces)
            elif kind == 3:
                lines[place] = _without_sign(chance, lines[place])
            else:
                lines[place] = _with_cell(chance, lines[place], pieces)
            lines = lines or [""]
        return encoded("\n".join(lines))[:MOST]

    return damaged


def _piece(chance: Chance, pieces: Sequence[str]) -> str:
    return chance.choice(pieces) * chance.choice((1, 1, 1, 2, 100))


def _with_piece(chance: Chance, line: str, pieces: Sequence[str]) -> str:
    start = chance.randrange(len(line) + 1)
    end = start + chance.choice((0, 0, 1, 5))
    return line[:start] + _piece(chance, pieces) + line[end:]


def _without_sign(chance: Chance, line: str) -> str:
    sign = chance.choice(_SEPARATORS)
    return line.replace(sign, chance.choice(("", sign * 2, chance.choice(_SEPARATORS))), 1)


def _with_cell(chance: Chance, line: str, pieces: Sequence[str]) -> str:
    signs = [sign for sign in _SEPARATORS if sign in line]
    if not signs:
        return _piece(chance, pieces)
    sign = chance.choice(signs)
    cells = line.split(sign)
    cells[chance.randrange(len(cells))] = _piece(chance, pieces)
    return sign.join(cells)


def any_xml(chance: Chance, content: bytes) -> bytes:
    """Change tags, attributes and texts of an XML."""
    text = content.decode("utf-8", "replace")
    for _ in range(chance.choice((1, 1, 2, 4))):
        pattern = chance.choice((_ATTRIBUTE, _ATTRIBUTE, _TEXT, _TEXT, _TAG))
        found = list(pattern.finditer(text))
        if not found:
            continue
        one = chance.choice(found)
        instead = _xml_instead(chance, pattern, one[0])
        text = text[: one.start()] + instead + text[one.end() :]
    return encoded(text)[:MOST]


def _xml_instead(chance: Chance, pattern: re.Pattern[str], found: str) -> str:
    if pattern is _ATTRIBUTE:
        return f'"{chance.choice((*NUMBERS, *SIGNS, "A1", "../x", "r1", "s", "str", "0", "1"))}"'
    if pattern is _TEXT:
        return chance.choice((*NUMBERS, *SIGNS, *CELLS, *XML)) * chance.choice((1, 1, 1, 2, 99))
    kind = chance.randrange(4)
    if kind == 0:
        return ""
    if kind == 1:
        return found * chance.choice((2, 3, 500))
    if kind == 2:
        return found[:-1] + " " + chance.choice(XML) + found[-1:]
    return found + chance.choice(XML) * chance.choice((1, 1, 100))


def any_archive(chance: Chance, content: bytes) -> bytes:
    """Change parts of an archive, their names and order, and what it says of them."""
    parts = unzipped(content)
    for _ in range(chance.randint(1, 2)):
        place = chance.randrange(len(parts))
        name, part = parts[place]
        kind = chance.randrange(10)
        if kind < 6:
            parts[place] = (name, chance.choice((any_xml, any_xml, any_bytes))(chance, part))
        elif kind == 6 and len(parts) > 1:
            del parts[place]
        elif kind == 7:
            parts[place] = (_other_name(chance, name, parts), part)
        elif kind == 8:
            parts.append((_other_name(chance, name, parts), part))
        else:
            chance.shuffle(parts)
    packed = zipped(parts, chance.choice(_METHODS))
    return _lying(chance, packed) if chance.random() < 0.15 else packed


def _other_name(chance: Chance, name: str, parts: Sequence[tuple[str, bytes]]) -> str:
    others = ("../a.xml", "/a.xml", "C:a.xml", "xl\\a.xml", "a" * 3_000, " ", "xl/", "é.xml")
    same = (name, name.upper(), f"{name}/", f"./{name}", chance.choice(parts)[0])
    return chance.choice((*others, *same))


def _lying(chance: Chance, content: bytes) -> bytes:
    """Change a field of a header of the archive: flags, method, time, sizes, places, counts."""
    found = bytearray(content)
    starts = [
        match.start() for match in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", content)
    ]
    for _ in range(chance.randint(1, 3)):
        place = chance.choice(starts) + chance.randrange(4, 46)
        value = chance.choice((b"\x00\x00", b"\xff\xff", b"\x01\x00", chance.randbytes(4)))
        found[place : place + len(value)] = value
    return bytes(found)


def any_json(chance: Chance, told: Any) -> Any:
    """Return JSON with some values changed, removed or nested."""
    found = deepcopy(told)
    for _ in range(chance.randint(1, 3)):
        holder = chance.choice(_holders(found))
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        key = chance.choice(keys) if keys else None
        kind = chance.randrange(5)
        if key is None or kind == 0:
            _put(holder, chance.choice(("", "x", "rows", "..", "a" * 999)), chance.choice(VALUES))
        elif kind == 1:
            del holder[key]
        elif kind == 2:
            holder[key] = [holder[key]] * chance.choice((1, 2, 100))
        else:
            holder[key] = deepcopy(chance.choice(VALUES))
    return found


def deep_json(content: bytes, place: int) -> bytes:
    """Return a text of JSON with thousands of lists at a place."""
    return content[:place] + b"[" * _DEEP + b"]" * _DEEP + content[place:]


def _holders(told: Any) -> list[Any]:
    inside = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    below = [holder for each in inside for holder in _holders(each)]
    return [told, *below] if isinstance(told, dict | list) else [[told]]


def _put(holder: Any, key: str, value: object) -> None:
    if isinstance(holder, dict):
        holder[key] = deepcopy(value)
    else:
        holder.append(deepcopy(value))


def to_json(told: Any) -> bytes:
    """Write JSON as somebody else's program would, halves of characters as escapes."""
    return json.dumps(told).encode()
