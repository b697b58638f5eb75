"""The words of the published workbooks: data, so that a new format is a line here.

All are compared after `normalised`: lower case, without accents or punctuation.
"""

from typing import Final

# Who holds R and A, by the printed answer; parties in the order of the family.
Letters = tuple[str, ...]

CLIENT: Final[Letters] = ("RA", "")
PROVIDER: Final[Letters] = ("", "RA")
BOTH: Final[Letters] = ("RA", "RA")
NOBODY: Final[Letters] = ("", "")

CAIQ_PARTIES: Final = ("CSC", "CSP", "3rd-party")
CAIQ_ANSWERS: Final[dict[str, Letters]] = {
    **dict.fromkeys(["csc owned", "csc", "customer owned"], ("RA", "", "")),
    **dict.fromkeys(["csp owned", "csp", "provider owned"], ("", "RA", "")),
    **dict.fromkeys(
        ["shared csp and csc", "shared csc and csp", "shared csp csc", "shared csc csp"],
        ("RA", "RA", ""),
    ),
    **dict.fromkeys(
        [
            "shared csp and 3rd party",
            "shared csp and third party",
            "shared csp 3rd party",
            "shared csp third party",
            "shared 3rd party and csp",
        ],
        ("", "RA", "R"),
    ),
    **dict.fromkeys(
        ["3rd party outsourced", "third party outsourced", "3rd party", "third party"],
        ("", "", "R"),
    ),
    **dict.fromkeys(["na", "n a", "not applicable"], ("", "", "")),
}

CRM_PARTIES: Final = ("Customer", "CSP")
CRM_ANSWERS: Final[dict[str, Letters]] = {
    **dict.fromkeys(["no", "not inherited", "not inheritable"], CLIENT),
    **dict.fromkeys(
        ["partial", "partially", "partially inherited", "shared", "hybrid", "yes partial"], BOTH
    ),
    **dict.fromkeys(["yes", "fully", "fully inherited", "full", "inherited"], PROVIDER),
    **dict.fromkeys(["n a", "na", "not applicable"], NOBODY),
}

# Where a name begins so, a mark in the column gives these letters (customer, provider).
CIS_COLUMNS: Final[dict[str, Letters]] = {
    "configured by": CLIENT,
    "provided by": CLIENT,
    "shared": BOTH,
    "service provider corporate": PROVIDER,
    "service provider system": PROVIDER,
    "service provider hybrid": PROVIDER,
    "inherited from": PROVIDER,
}

# One column that names who is responsible, whatever the publisher.
SHARED_WORDS: Final = frozenset(["shared", "both", "joint", "jointly", "hybrid", "partage"])
NOBODY_WORDS: Final = frozenset(
    ["not applicable", "n a", "na", "none", "sans objet", "nicht anwendbar", "not in scope"]
)
OWNER_WORDS: Final = frozenset(
    [
        "customer",
        "customers",
        "client",
        "consumer",
        "tenant",
        "user",
        "entity",
        "merchant",
        "kunde",
        "cliente",
    ]
)
PROVIDER_WORDS: Final = frozenset(
    [
        "provider",
        "service provider",
        "cloud provider",
        "cloud service provider",
        "csp",
        "tpsp",
        "third party service provider",
        "vendor",
        "supplier",
        "host",
        "hosting provider",
        "fournisseur",
        "prestataire",
        "anbieter",
        "proveedor",
        "fornitore",
        "microsoft",
        "azure",
        "aws",
        "amazon",
        "amazon web services",
        "google",
        "google cloud",
        "gcp",
        "oracle",
        "ibm",
        "ovhcloud",
    ]
)
# Around the name of a party: "Customer responsibility", "Responsibility of the provider".
FILLER_WORDS: Final = frozenset(
    ["responsibility", "responsibilities", "responsible", "owned", "managed", "of", "the", "only"]
)

AZURE_PARTIES: Final = ("Customer", "Microsoft")
AZURE_MARKS: Final = ("azure", "asb", "mcsb", "benchmark", "microsoft")

MARKS: Final = frozenset(
    ["x", "✓", "✔", "☑", "✅", "●", "•", "■", "☒", "yes", "y", "oui", "ja", "si", "true", "1", "√"]
)
NO_MARKS: Final = frozenset(
    ["no", "n", "non", "nein", "false", "0", "-", "–", "—", "☐", "□", "✗", "✘", "❌", "n/a", "na"]
)
NO_CRITERIA: Final = frozenset(
    ["", "n a", "na", "none", "not applicable", "keine", "nicht anwendbar", "no", "aucun"]
)

# Columns by name: exactly so, or beginning so, or ending so.
SECTION_NAMES: Final = frozenset(
    [
        "section", "domain", "domaine", "chapter", "chapitre", "category", "categorie", "phase",
        "area", "theme", "thematique", "bereich", "kategorie", "kapitel", "abschnitt", "ambito",
        "categoria", "dominio", "capitulo", "capitolo", "sezione", "seccion", "area tematica",
        "control domain", "azure control", "ccm domain title", "domain title", "ccm domain",
        "control family", "family", "group", "groupe", "gruppe", "themenbereich", "topic",
        "subdomain", "sub domain", "subsection", "sub section", "subcategory", "sub category",
        "sous domaine", "sous section", "sous categorie", "unterbereich", "lifecycle phase",
    ]
)  # fmt: skip
CONTROL_IDS: Final = frozenset(
    ["control id", "control identifier", "control", "control number", "controls", "id"]
)
REQUIREMENT_NAMES: Final = (
    "requirement", "requirements", "description", "text", "control", "controls", "exigence",
    "exigences", "anforderung", "anforderungen", "requisito", "requisitos",
)  # fmt: skip
CRITERIA_NAMES: Final = (
    "complementary customer criteria", "complementary customer criterion",
    "complementary criteria for customers", "complementary criteria for the customer",
    "korrespondierende kriterien fur kunden", "korrespondierendes kriterium fur kunden",
    "korrespondierende kundenkriterien", "criteres complementaires pour les clients",
)  # fmt: skip
# Sheets that show how to fill in the others.
EXAMPLE_WORDS: Final = frozenset(["example", "examples", "sample", "exemple", "beispiel"])
