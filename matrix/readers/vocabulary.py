"""The words of the providers: data, so that a new provider is a line here and no code.

Every word is compared after `normalised`: lower case, without accents or punctuation.
"""

from typing import Final

LETTERS: Final = "RACIS"

# A column whose name has one of these words holds the activities ...
ACTIVITY_WORDS: Final = frozenset(
    [
        "activity",
        "activities",
        "action",
        "actions",
        "task",
        "tasks",
        "capability",
        "capabilities",
        "duty",
        "duties",
        "activite",
        "activites",
        "tache",
        "taches",
        "operation",
        "operations",
        "aktivitat",
        "aktivitaten",
        "tatigkeit",
        "tatigkeiten",
        "aufgabe",
        "aufgaben",
        "actividad",
        "actividades",
        "tarea",
        "tareas",
        "accion",
        "acciones",
        "attivita",
        "compito",
        "compiti",
        "azione",
        "azioni",
    ]
)
# ... and when no column has, one with exactly this name does.
ACTIVITY_NAMES: Final = frozenset(
    [
        "description",
        "descriptif",
        "responsibility",
        "responsibilities",
        "responsabilite",
        "responsabilites",
        "process",
        "processus",
        "prozess",
        "proceso",
        "processo",
        "beschreibung",
        "descripcion",
        "descrizione",
        "verantwortung",
        "responsabilidad",
        "responsabilidades",
        "responsabilita",
        "service",
        "control",
        "item",
    ]
)
CLIENT_WORDS: Final = frozenset(
    [
        "client",
        "clients",
        "customer",
        "customers",
        "you",
        "your",
        "subscriber",
        "tenant",
        "user",
        "consumer",
        "csc",
        "cliente",
        "clienti",
        "clientes",
        "kunde",
        "kunden",
        "auftraggeber",
        "abonne",
        "usuario",
        "utente",
        "utilisateur",
        "commanditaire",
        "beneficiaire",
    ]
)
NOTE_WORDS: Final = frozenset(
    [
        "comment",
        "comments",
        "remark",
        "remarks",
        "note",
        "notes",
        "plan",
        "details",
        "detail",
        "reference",
        "ref",
        "id",
        "commentaire",
        "commentaires",
        "remarque",
        "remarques",
        "precision",
        "precisions",
        "offre",
        "bemerkung",
        "bemerkungen",
        "kommentar",
        "anmerkung",
        "hinweis",
        "comentario",
        "comentarios",
        "observacion",
        "observaciones",
        "commento",
        "commenti",
        "osservazioni",
    ]
)
# Words around the name of a party in its column's heading ("Rôle Client").
ROLE_WORDS: Final = frozenset(["role", "roles", "rolle", "rol", "ruolo"])
APPLICABILITY_MARKS: Final = frozenset({"x", "✓", "✔", "☑", "✅", "yes", "oui", "ja", "si"})

TITLE_KEYS: Final = ("title", "titre", "titel", "titulo", "titolo")
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
