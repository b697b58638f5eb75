"""The language of a page: what its front matter says, else what its words tell."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from matrix.readers.inline import normalised
from matrix.readers.vocabulary import LANGUAGE_WORDS

_CODE: Final = re.compile(r"([a-z]{2})(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_FILE: Final = re.compile(r"\.([a-z]{2})(?:@[^.]*)?\.[a-z]+$", re.IGNORECASE)


def read_language(declared: str, texts: Iterable[str], name: str) -> str:
    """Return a two-letter code, or "" when nothing tells.

    In this order: the code the page declares, the language most of its small words are in,
    the ending of the file's name ("instances.fr.md").
    """
    code = _CODE.fullmatch(declared.strip())
    if code:
        return code[1].lower()
    counts: Counter[str] = Counter()
    for text in texts:
        words = normalised(text).split()
        for language, known in LANGUAGE_WORDS.items():
            counts[language] += sum(word in known for word in words)
    ranking = [*counts.most_common(2), ("", 0), ("", 0)]
    if ranking[0][1] > ranking[1][1]:
        return ranking[0][0]
    ending = _FILE.search(name)
    return ending[1].lower() if ending else ""
