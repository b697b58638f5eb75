"""What teams call the columns and the states of their own trackers, in French and English: data.

Everything is compared without case, accents and punctuation (`readers.inline.normalised`).
"""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a column of a tracker can hold."""

    ACTIVITY = "activity"
    SECTION = "section"
    COVERAGE = "coverage"
    REASON = "reason"
    OWNER = "owner"
    DUE = "due_on"
    NOTE = "note"
    INTERNAL_NOTE = "internal_note"


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.split("/"))


HEADS: Final[dict[Role, frozenset[str]]] = {
    Role.ACTIVITY: _phrases(
        "activite / activites / activity / activities / tache / taches / task / tasks"
        " / mesure / exigence / exigences / requirement / requirements / action / actions"
        " / intitule / libelle / obligation / responsabilite / responsibility / duty / duties"
        " / sujet / description / point de controle / control / controle / item / what / quoi"
        " / objet / activite ovh / activite ovhcloud / texte"
    ),
    Role.SECTION: _phrases(
        "section / sections / chapitre / chapter / rubrique / theme / domaine / domain"
        " / phase / categorie / category / numero / number / n / no / num / ref / reference"
        " / id / article / paragraphe / area / partie / part / bloc / processus / process"
    ),
    Role.COVERAGE: _phrases(
        "statut / status / etat / state / couverture / coverage / avancement / progress"
        " / fait / done / realise / conformite / compliance / conforme / compliant / couvert"
        " / covered / resultat / result / reponse / answer / en place / situation"
        " / implemented / implemente / mise en oeuvre / ok"
    ),
    Role.REASON: _phrases(
        "motif / raison / reason / justification / rationale / pourquoi / why / justificatif"
        " / derogation / exclusion"
    ),
    Role.OWNER: _phrases(
        "porteur / owner / responsable / pilote / qui / who / assigne / assigne a / assignee"
        " / assigned to / affecte a / en charge / in charge / acteur / referent"
        " / proprietaire / pris en charge par / contact / lead / resp / person / personne"
        " / porteur de l action / suivi par / attribue a / equipe / team / owned by"
    ),
    Role.DUE: _phrases(
        "echeance / due / due date / date / date cible / target date / deadline / pour le"
        " / delai / date limite / date d echeance / date butoir / quand / when / a faire pour"
        " / target / date prevue / planned date / before / avant le / date de fin / end date"
        " / eta"
    ),
    Role.NOTE: _phrases(
        "commentaire / commentaires / comment / comments / note / notes / remarque"
        " / remarques / remark / remarks / observation / observations / precision"
        " / precisions / details / detail / preuve / preuves / evidence / constat / constats"
        " / explication"
    ),
    Role.INTERNAL_NOTE: _phrases(
        "note interne / notes internes / commentaire interne / internal note / internal notes"
        " / internal comment / interne / prive / private"
    ),
}

COVERED: Final = "covered"
PARTIAL: Final = "partial"
GAP: Final = "gap"
NOT_APPLICABLE: Final = "not_applicable"
COVERAGES: Final = (COVERED, PARTIAL, GAP, NOT_APPLICABLE)

WORDS: Final[dict[str, frozenset[str]]] = {
    COVERED: _phrases(
        "fait / faite / faits / fini / finie / termine / terminee / acheve / achevee / clos"
        " / close / closed / cloture / cloturee / realise / realisee / ok / oui / o / yes / y"
        " / true / vrai / done / complete / completed / complet / finished / conforme"
        " / compliant / couvert / couverte / covered / en place / in place / implemented"
        " / implemente / implementee / traite / traitee / valide / validee / validated"
        " / resolu / resolved / pass / passed / met / vert / green / x / effectue / effectuee"
        " / regle / ready / pret / live / deploye / operationnel / operational / satisfait"
        " / ok fait / c est fait / 1 / 100"
    ),
    PARTIAL: _phrases(
        "en cours / encours / partiel / partielle / partiellement / partial / partially / wip"
        " / in progress / ongoing / doing / started / commence / commencee / demarre"
        " / demarree / lance / lancee / partiellement conforme / partially compliant"
        " / partially covered / partially met / partiellement couvert / a completer"
        " / to complete / incomplet / incomplete / orange / amber / yellow / jaune"
        " / a ameliorer / to improve / presque / en partie / work in progress"
        " / en cours de realisation / 50 / en attente de validation / in review / a verifier"
        " / to check / a valider / ameliorable"
    ),
    GAP: _phrases(
        "non / n / no / ko / nok / not ok / todo / to do / a faire / pas fait / pas faite"
        " / non fait / non faite / non realise / non realisee / not done / not started"
        " / non demarre / non commence / pas commence / a demarrer / open / ouvert / ouverte"
        " / ecart / gap / gaps / non conforme / non compliant / not compliant / non couvert"
        " / not covered / missing / manquant / manque / absent / rouge / red / fail / failed"
        " / false / faux / en retard / late / overdue / bloque / blocked / pas encore"
        " / not yet / a lancer / a planifier / planifie / planned / en attente / pending"
        " / backlog / new / nouveau / not met / 0 / non implemente / not implemented"
        " / a traiter / a prevoir / rien / none"
    ),
    NOT_APPLICABLE: _phrases(
        "na / n a / non applicable / not applicable / sans objet / so / s o / hors perimetre"
        " / out of scope / non concerne / non concernee / pas concerne / not concerned"
        " / exclu / excluded / inapplicable / hors scope / not relevant / non pertinent"
        " / ignore / ignored / n est pas applicable / nc"
    ),
}

# Signs have no word: what a cell holds as a whole.
TICKS: Final = frozenset(["✓", "✔", "✅", "☑", "🟢", "👍", "●", "√"])
HALVES: Final = frozenset(["🟠", "🟡", "◐", "~", "±", "⏳", "🔄", "🚧", "≈"])
CROSSES: Final = frozenset(["✗", "✘", "❌", "☐", "🔴", "✖", "×", "○", "👎", "⛔", "⬜"])
NOTHINGS: Final = frozenset(["⚪", "∅", "Ø"])
SIGNS: Final[dict[str, str]] = {
    **dict.fromkeys(TICKS, COVERED),
    **dict.fromkeys(HALVES, PARTIAL),
    **dict.fromkeys(CROSSES, GAP),
    **dict.fromkeys(NOTHINGS, NOT_APPLICABLE),
}
# A cell with one of these alone says nothing.
DASHES: Final = frozenset({"-", "–", "—", "_", ".", "…", "...", "/", "?", "--"})
