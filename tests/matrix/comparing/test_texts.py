"""What counts as spelling, and what as another word."""

import pytest

from matrix.comparing.texts import is_typo, printed_words, same_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Mettre en œuvre", "METTRE EN OEUVRE", id="ligature and case"),
        pytest.param("Gérer l’accès", "Gerer l'acces", id="accents and apostrophe"),
        pytest.param("«\u00a0Sauvegarder\u00a0»", '"Sauvegarder"', id="quotes and blanks"),
        pytest.param("Stop, then start.", "Stop; then start", id="punctuation"),
        pytest.param("See [the page](https://a.example/x)", "See the page", id="link"),
        pytest.param("main\u00adtain", "maintain", id="soft hyphen"),
        pytest.param("Ge\u0301rer", "Gérer", id="combining accent"),
    ],
)
def test_typography_does_not_tell_texts_apart(one: str, other: str) -> None:
    assert same_words(one) == same_words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("within 7 days", "within 30 days", id="numbers"),
        pytest.param("TLS 1.5", "TLS 15", id="decimals"),
        pytest.param("load > 80 %", "load < 80 %", id="signs"),
        pytest.param("a ≠ b", "a = b", id="struck sign"),
        pytest.param("write C", "write C#", id="name with a sign"),
        pytest.param("keep 80 %", "keep 80", id="per cent"),
        pytest.param("ガラス", "カラス", id="marks of another script"),
        pytest.param("कि", "की", id="vowels that are marks"),
        pytest.param("…", "—", id="no word at all"),
    ],
)
def test_what_carries_meaning_tells_texts_apart(one: str, other: str) -> None:
    assert same_words(one) != same_words(other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cathalog", "catalog"),
        ("subsrciption", "subscription"),
        ("buldings", "buildings"),
        ("whithin", "within"),
        ("adress", "address"),
        ("infogerance", "infogérance"),
        ("infogérence", "infogérance"),
        ("virtualise", "virtualize"),
        ("machine", "machines"),
        ("réseau", "réseaux"),
        ("Sauvegradez", "Sauvegardez"),
    ],
)
def test_a_slip_of_the_pen_is_a_typo(old: str, new: str) -> None:
    assert is_typo(
        printed_words(f"Keep the {old} safe"), printed_words(f"Keep the {new} safe"), ()
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *(("Import", "Export"), ("import", "export"), ("on", "off"), ("enable", "disable")),
        *(("upload", "unload"), ("public", "private"), ("inbound", "outbound")),
        *(("install", "uninstall"), ("encrypt", "decrypt"), ("internal", "external")),
        *(("contact", "contract"), ("contacts", "contracts"), ("changes", "charges")),
        *(("remote", "remove"), ("retain", "retrain"), ("cloning", "closing")),
        *(("unblock", "unlock"), ("manager", "managed"), ("minor", "major")),
        *(("primary", "secondary"), ("daily", "weekly"), ("may", "must"), ("trial", "trail")),
        *(("activer", "désactiver"), ("entrants", "sortants"), ("amont", "aval")),
        *(("changement", "chargement"), ("adapter", "adopter"), ("baies", "bases")),
        *(("contacter", "contracter"), ("confirmer", "conformer"), ("monter", "démonter")),
        *(("monter", "montrer"), ("évaluation", "évacuation"), ("mois", "moins")),
        *(("mineurs", "majeurs"), ("avec", "sans"), ("chiffrer", "déchiffrer")),
        *(("HTTP", "HTTPS"), ("http", "https"), ("IP", "IPS"), ("QCOW2", "QCOW3")),
        *(("7", "30"), ("v1", "v2"), ("II", "III"), ("sites", "suites"), ("logs", "lots")),
        *(("VLAN", "VLANs"), ("production", "préproduction"), ("planifier", "planifiez")),
    ],
)
def test_another_word_is_no_typo(old: str, new: str) -> None:
    before, after = printed_words(f"Keep the {old} safe"), printed_words(f"Keep the {new} safe")

    assert not is_typo(before, after, ())
    assert not is_typo(after, before, ())


@pytest.mark.parametrize("new", ["Do not keep it", "Keep", "it Keep"])
def test_words_added_removed_or_swapped_are_no_typo(new: str) -> None:
    assert not is_typo(["Keep", "it"], new.split(), ())


def test_a_word_the_page_still_uses_was_no_slip() -> None:
    assert is_typo(["tennant"], ["tenant"], {"tenant"})
    assert not is_typo(["tennant"], ["tenant"], {"tenant", "tennant"})
