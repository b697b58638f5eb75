"""The words around the tables: front matter, dates, the language of a page."""

from typing import Final

TITLE_KEYS: Final = ("title", "titre", "titel", "titulo", "titolo")
# How the client is called in a list of its duties, which names nobody.
CLIENT_NAMES: Final = {"fr": "Client", "de": "Kunde", "es": "Cliente", "it": "Cliente"}

LANGUAGE_KEYS: Final = ("lang", "language", "langue", "locale", "sprache", "idioma", "lingua")
# In order of preference: when it was last changed, else when it was made.
DATE_KEYS: Final = (
    "updated",
    "lastupdated",
    "last updated",
    "last update",
    "update",
    "mise a jour",
    "mis a jour",
    "derniere mise a jour",
    "aktualisiert",
    "actualizado",
    "actualizacion",
    "aggiornato",
    "aggiornamento",
    "modified",
    "lastmod",
    "published",
    "date",
    "datum",
    "fecha",
    "data",
)
# How a line of the body that gives the date begins.
DATE_PHRASES: Final = (
    "last update",
    "last modified",
    "updated",
    "update",
    "published",
    "derniere mise a jour",
    "derniere modification",
    "mise a jour",
    "mis a jour",
    "publie le",
    "version du",
    "version of",
    "zuletzt aktualisiert",
    "letzte aktualisierung",
    "letztes update",
    "stand",
    "aktualisiert",
    "ultima actualizacion",
    "actualizado",
    "ultimo aggiornamento",
    "aggiornato",
    "ultima modificacion",
    "ultima modifica",
    "ultima atualizacao",
    "atualizado",
    "stand vom",
)

_MONTHS: Final = {
    1: "january jan janvier janv januar enero ene gennaio gen",
    2: "february feb fevrier fevr februar febrero febbraio",
    3: "march mar mars marz marzo",
    4: "april apr avril avr abril abr aprile",
    5: "may mai mayo maggio mag",
    6: "june jun juin juni junio giugno giu",
    7: "july jul juillet juil juli julio luglio lug",
    8: "august aug aout agosto ago",
    9: "september sep sept septembre septiembre settembre set",
    10: "october oct octobre oktober okt octubre ottobre ott",
    11: "november nov novembre noviembre",
    12: "december dec decembre dezember dez diciembre dic dicembre",
}
MONTHS: Final = {name: month for month, names in _MONTHS.items() for name in names.split()}

# Short words that tell a language; none is in two of the lists.
LANGUAGE_WORDS: Final = {
    "fr": frozenset(
        ["le", "les", "des", "du", "et", "pour", "dans", "une", "sur", "aux", "par", "avec", "ou"]
    ),
    "en": frozenset(
        ["the", "of", "and", "to", "for", "with", "on", "by", "from", "your", "or", "any", "as"]
    ),
    "de": frozenset(
        [
            "der",
            "die",
            "das",
            "und",
            "fur",
            "mit",
            "von",
            "auf",
            "den",
            "dem",
            "des",
            "ein",
            "eine",
        ]
    )
    - {"des"},
    "es": frozenset(["el", "los", "las", "y", "para", "con", "por", "del", "una", "en"]),
    "it": frozenset(
        ["il", "gli", "e", "per", "della", "dei", "delle", "degli", "di", "nel", "alla"]
    ),
}
