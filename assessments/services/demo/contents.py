"""What the demo organisation says. Its texts are French, like the matrix."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from accounts.models import Membership
from assessments.services.gaps import PlanValues
from evidence.services import EvidenceFacts

NAME = "Mairie de Valmont"
SCOPE = "Production, Gravelines"
WEEKS_AGO = 12


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the demo organisation."""

    first: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class DemoAnswer:
    """One answer: days ago, place of the activity on the page, coverage, and who has it."""

    days_ago: int
    position: int
    coverage: str
    owner: str
    note: str = ""
    due_in_days: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """What is done about the gap at a place on the page. Without `acts` the owner acts."""

    position: int
    severity: str
    action: str
    acts: str
    in_days: int | None
    state: str = "in_progress"

    def values(self, members: dict[str, Membership], at: datetime) -> PlanValues:
        """Return the plan as the service takes it."""
        return PlanValues(
            severity=self.severity,
            action=self.action,
            responsible_id=members[self.acts].pk if self.acts else None,
            by_when=None if self.in_days is None else at.date() + timedelta(days=self.in_days),
            state=self.state,
        )


@dataclass(frozen=True, slots=True)
class DemoReview:
    """One step of a review: days ago, what is done, by whom, with rows at places on the page."""

    days_ago: int
    step: str
    who: str
    positions: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DemoSignOff:
    """A sign-off half-way, and why it was reopened; both in days ago."""

    days_ago: int
    statement: str
    reopened_days_ago: int
    reason: str


@dataclass(frozen=True, slots=True)
class DemoComment:
    """What somebody says about the row at a place on the page."""

    days_ago: int
    position: int
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class DemoProof:
    """A link or a statement, attached to the rows at places on the page; dates in days."""

    days_ago: int
    who: str
    positions: tuple[int, ...]
    content: str
    title: str
    evidence_type: str
    valid_for_days: int

    @property
    def is_link(self) -> bool:
        """Tell a link from a statement."""
        return self.content.startswith("https://")

    def facts(self, members: dict[str, Membership], at: datetime) -> EvidenceFacts:
        """Return what is said about it as the service takes it, seen from the demo's last day."""
        return EvidenceFacts(
            title=self.title,
            evidence_type=self.evidence_type,
            collected_by_id=members[self.who].pk,
            valid_until=at.date() + timedelta(days=self.valid_for_days),
        )


PEOPLE = (
    Person("amelie", "Amélie Roux", "administrator"),
    Person("jeanne", "Jeanne Goff", "manager"),
    Person("karim", "Karim Benali", "contributor"),
    Person("thomas", "Thomas Vidal", "viewer"),
    Person("ines", "Inès Lambert", "auditor"),
)
TEAM = "Plateforme"
TEAM_MEMBERS = ("jeanne", "karim")
# Whose rows Karim answers; Jeanne answers the others.
ANSWERED_BY_KARIM = ("karim", TEAM)

ANSWERS = (
    DemoAnswer(80, 1, "covered", "amelie", "Gamme retenue au comité du 8 septembre."),
    DemoAnswer(80, 2, "covered", "amelie"),
    DemoAnswer(79, 3, "covered", "amelie", "Gravelines, données de santé exclues."),
    DemoAnswer(66, 8, "covered", TEAM),
    DemoAnswer(
        66, 9, "not_applicable", TEAM, reason="Aucune image importée : gabarits d’OVHcloud."
    ),
    DemoAnswer(58, 10, "covered", TEAM, "Images Debian 12 durcies, mises à jour chaque mois."),
    DemoAnswer(58, 11, "covered", TEAM),
    DemoAnswer(45, 14, "covered", "jeanne"),
    DemoAnswer(45, 12, "partial", "amelie", "Chiffrement fait, classification en cours.", 20),
    DemoAnswer(37, 16, "gap", "karim", "EDR à installer sur 14 instances.", -16),
    DemoAnswer(37, 18, "covered", TEAM, "Sauvegarde chaque nuit, gardée 30 jours."),
    DemoAnswer(30, 20, "gap", "amelie", "Comptes nominatifs à créer dans l’espace client.", 26),
    DemoAnswer(30, 22, "covered", "amelie"),
    DemoAnswer(23, 24, "covered", TEAM),
    DemoAnswer(23, 25, "covered", TEAM),
    DemoAnswer(16, 29, "covered", TEAM),
    DemoAnswer(16, 34, "covered", "karim", "Groupes de sécurité revus en octobre."),
    DemoAnswer(9, 33, "covered", "karim"),
    DemoAnswer(9, 42, "gap", "jeanne", "Plan écrit, jamais exercé.", -24),
    DemoAnswer(4, 47, "partial", TEAM, "Essai fait sur une instance sur trois.", -3),
    DemoAnswer(4, 45, "covered", "karim"),
    DemoAnswer(2, 49, "partial", "karim", "Correctifs système oui, logiciels non.", 40),
)


PLANS = (
    DemoPlan(16, "critical", "Déployer l’EDR par lots de cinq instances.", "karim", -9),
    DemoPlan(20, "high", "Créer les comptes et retirer le compte partagé.", "", 19, "to_do"),
    DemoPlan(47, "medium", "Restaurer deux instances de plus.", "karim", 12),
    DemoPlan(49, "low", "", "", None, "to_do"),
)
# Which gap is accepted, for how many days, and why.
ACCEPTED_GAP = (42, 60, "Exercice du plan reporté au printemps, avec le prestataire.")

SUBMITTED: Final = "submitted"
ACCEPTED: Final = "accepted"
SENT_BACK: Final = "sent back"
# Four eyes are on: nobody accepts what they answered or submitted themselves.
REVIEWS = (
    DemoReview(42, SUBMITTED, "jeanne", (1, 2, 3, 14)),
    DemoReview(41, SUBMITTED, "karim", (8, 9, 10, 11)),
    DemoReview(38, ACCEPTED, "amelie", (1, 2, 3, 14)),
    DemoReview(36, ACCEPTED, "jeanne", (8, 9, 10, 11)),
    DemoReview(22, SUBMITTED, "karim", (18,)),
    DemoReview(21, SUBMITTED, "jeanne", (22,)),
    DemoReview(19, ACCEPTED, "jeanne", (18,)),
    DemoReview(19, ACCEPTED, "amelie", (22,)),
    DemoReview(12, SUBMITTED, "karim", (24, 25, 29)),
    DemoReview(8, SUBMITTED, "karim", (33, 34)),
    DemoReview(
        6,
        SENT_BACK,
        "jeanne",
        (29,),
        "Les travaux de sauvegarde sont créés, mais qui en contrôle le résultat ? À préciser.",
    ),
)
SIGN_OFF = DemoSignOff(
    29,
    "Point d’étape présenté au comité sécurité.",
    28,
    "La période continue : les autres activités restent à évaluer.",
)
COMMENT = DemoComment(
    5,
    16,
    "jeanne",
    "@Karim Benali combien d’instances restent sans EDR ? Il me faut le chiffre pour le comité.",
)
# One proof that holds, one that ends soon, one that has ended, one for rows nobody accepted yet.
PROOFS = (
    DemoProof(
        40,
        "amelie",
        (1, 2, 3),
        "Le comité sécurité du 8 septembre a retenu la gamme, la région de Gravelines et la liste "
        "des données exclues. Relevé de décisions signé par la direction.",
        "Relevé de décisions du comité sécurité",
        "policy",
        290,
    ),
    DemoProof(
        35,
        "karim",
        (10, 11),
        "https://wiki.valmont.example/images/debian-12-durcie",
        "Images Debian 12 durcies, fiche de construction",
        "configuration",
        19,
    ),
    DemoProof(
        18,
        "karim",
        (18,),
        "Les trente sauvegardes de septembre se sont terminées sans erreur.",
        "Journal des sauvegardes de septembre",
        "log",
        -6,
    ),
    DemoProof(
        8,
        "karim",
        (33, 34),
        "https://tickets.valmont.example/3127",
        "Revue des groupes de sécurité, octobre",
        "ticket",
        170,
    ),
)
