"""Every page, in both themes and languages: accessible, within its width, inside the policy.

axe-core checks WCAG 2.2 A and AA; a violation of the Content-Security-Policy or a script error
fails the test through `open_browser`.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from accounts.rights import Role
from accounts.selectors.summaries import unsubscribing_key
from accounts.services import change_role
from assessments.models import Answer, Opinion
from assessments.selectors.comments import token
from assessments.selectors.still_true import still_true_key
from assessments.services.answering import AnswerValues
from assessments.services.comments import add_comment
from audit.models import Event
from tests.assessments.proofs.proving import make_proof
from tests.browser.seed import Seed, make_seed
from tests.builders import (
    NOW,
    PASSWORD,
    make_answers,
    make_edition,
    make_hand_over,
    make_intake,
    make_invitation,
    make_opinions,
    make_sign_off,
    make_team,
    make_user,
)
from tests.builders.closing import make_closing_key
from tests.builders.exports import make_asked_export
from tests.builders.links import make_share_link
from tests.builders.made import make_asked_file
from tests.builders.trackers import make_tracker
from tests.matrix.importing.imports import SHORT_PAGE, make_import, make_written
from tests.routes import our_routes, url_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Page]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passes is not told apart: half the time
}
SIGN_IN = [
    "/account/login/",
    "/account/oidc/cancelled/",
    "/account/password/reset/",
    "/account/password/reset/done/",
]
SIGNED_IN = ["/account/password/change/", "/account/password/set/", "/account/logout/"]
OF_A_CONTRIBUTOR = ["assessments:new", "assessments:my_duties"]
NARROWEST = 320
# What a team's own sheet says: a row twice, one that is only similar, one that is nothing here.
IN_A_TRACKER = (
    ("2.3", "Installer l'OS", "fait", "Debian"),
    ("2.3", "Installer l'OS", "mystère", ""),
    ("", "Choisir la localisation", "ok", ""),
    ("", "Commander des croissants", "ko", ""),
)
# What a file that came back says of the first rows: to decide, to take, not to be understood.
IN_A_FILE = ({"note": "Autre."}, {"note": "Vu.", "due_on": "tomorrow"}, {"owner": "Nobody"})


@pytest.fixture
def seed(transactional_db: None) -> Seed:
    """Return an assessment on the bundled matrix with an answer of each kind."""
    seed = make_seed()
    owner = seed.contributor.pk
    changes = [
        AnswerValues(coverage="covered", note="Vu.", is_to_recheck=True),
        AnswerValues(coverage="gap", owner_membership_id=owner, due_on=NOW.date()),
        AnswerValues(coverage="partial", owner_membership_id=owner),
        AnswerValues(coverage="not_applicable", reason="Aucune licence."),
    ]
    make_answers(seed.assessment, *changes, by=seed.manager)
    make_opinions(seed.assessment, "conforming", "minor", note="Vu sur place.")
    for by, other in ((seed.manager, seed.contributor), (seed.contributor, seed.manager)):
        add_comment(
            assessment_id=seed.assessment.pk,
            key=Answer.objects.of_assessment(seed.assessment).in_printed_order()[0].key,
            text=f"{token(other.pk)}, see the last invoice.",
            mention_id=other.pk,
            by=by,
            at=NOW + timedelta(days=1),  # an event between days: a day stands twice on the page
        )
    # Who sees every page.
    change_role(membership=seed.manager, role=Role.ADMINISTRATOR, at=NOW, by=seed.manager.user)
    return seed


def pages_of(seed: Seed) -> list[str]:
    """Return the address of every page of ours an administrator reads, from the resolver."""
    answer = Answer.objects.of_assessment(seed.assessment).in_printed_order()[0]
    invited = make_invitation(by=seed.manager)
    shared = make_share_link(seed.assessment, by=seed.manager, at=timezone.now())
    ids: dict[str, Any] = {
        "slug": seed.organisation.slug,
        "assessment_id": seed.assessment.pk,
        "edition_id": seed.assessment.edition_id,
        "key": answer.key,
        "section_id": answer.activity.section_id,
        "upgrade_id": 1,
        "hand_over_id": make_hand_over(seed.manager, to=seed.manager).pk,
        "sign_off_id": make_sign_off(seed.assessment, by=seed.manager, is_reopened=True).pk,
        "batch": Event.objects.about("answer", str(answer.key)).in_sequence()[0].batch,
        "option_id": 1,
        "import_key": make_written(seed.manager).key,
        "tracker_key": make_tracker(seed.assessment, *IN_A_TRACKER, by=seed.manager).key,
        "made_key": (made := make_asked_file(seed.assessment, by=seed.manager)).key,
        "job_key": made.job_key,
        "export_key": make_asked_export(seed.manager).key,
        "intake_key": make_intake(seed.assessment, *IN_A_FILE, by=seed.manager).key,
        "evidence_key": make_proof(answer, by=seed.manager).key,
        "member_id": seed.contributor.pk,
        "team_id": make_team(seed.contributor).pk,
        "invitation_id": invited.invitation.pk,
        "invitation_key": invited.key,
        "summary_key": unsubscribing_key(seed.manager.user),
        "link_key": still_true_key(answer.key, answer.revision, seed.manager),
        "calendar_key": "none",
        "closing_key": make_closing_key(seed.manager.user),
        "share_link_key": shared.link.key,
        "share_token": shared.token,
        "comment_id": 1,
        "session_id": 1,
    }
    client = Client()
    client.force_login(seed.manager.user)
    urls = [url_of(name, ids) for name in our_routes()]
    responses = {url: client.get(url) for url in urls}
    # A fragment is looked at on the page it becomes a part of.
    pages = [url for url, response in responses.items() if _is_page(response)]
    doubtful = make_import(SHORT_PAGE, by=seed.manager)
    pages.append(url_of("matrix:import_preview", ids | {"import_key": doubtful.key}))
    applied = make_intake(seed.assessment, {}, {"note": "n"}, by=seed.manager, is_applied=True)
    pages.append(url_of("assessments:intake", ids | {"intake_key": applied.key}))
    compared = f"old={seed.assessment.edition_id}&new={make_edition().pk}"
    pages.append(f"{url_of('matrix:organisation_compare', ids)}?{compared}")
    pages += [f"{seed.grid}?as_of={NOW.date()}", f"{seed.grid}?as_of=2020-01-01"]
    gap = Answer.objects.of_assessment(seed.assessment).filter(coverage="gap").get()
    filtered = [f"{seed.grid}?coverage=unanswered&rows=all", f"{seed.grid}?q=rien+de+tel"]
    pages.append(f"{url_of('assessments:attach_page', ids)}?rows={answer.key}")
    return [*pages, f"{seed.grid}{gap.key}/", *filtered]


def _of_an_auditor(seed: Seed) -> list[str]:
    answer = Answer.objects.of_assessment(seed.assessment).in_printed_order()[0]
    ids = {"slug": seed.organisation.slug, "assessment_id": seed.assessment.pk, "key": answer.key}
    opinions = url_of("assessments:opinions", ids)
    return [opinions, f"{opinions}?result=major", url_of("assessments:answer", ids)]


def _is_page(response: Any) -> bool:
    body = b"".join(response)  # the file of a proof is open until it is read
    return response.status_code == 200 and b"<html" in body[:200]


# Each language once and each theme once: contrast does not hang on words, nor names on colours.
@pytest.mark.parametrize(("locale", "theme"), [("fr-FR", "light"), ("en-GB", "dark")])
def test_every_page_is_accessible(
    seed: Seed, open_browser: OpenBrowser, locale: str, theme: str
) -> None:
    look = {"color_scheme": theme, "locale": locale}
    slug = {"slug": seed.organisation.slug}
    visits = [
        (None, [*SIGN_IN, f"/invitations/{make_invitation().key}/", "/invitations/none/"]),
        (seed.manager.user, [*SIGNED_IN, *pages_of(seed), "/nowhere/"]),
        (make_user(password=PASSWORD), [*SIGNED_IN, "/"]),
        (seed.contributor.user, [url_of(name, slug) for name in OF_A_CONTRIBUTOR]),
        (Opinion.objects.all()[0].author.user, _of_an_auditor(seed)),
    ]

    faults = [fault for user, urls in visits for fault in _faults(open_browser, user, urls, look)]

    assert faults == []


def test_no_page_is_wider_than_a_narrow_phone(seed: Seed, open_browser: OpenBrowser) -> None:
    phone = {"viewport": {"width": NARROWEST, "height": 640}}
    page = open_browser(seed.manager.user, **phone)

    widths = {}
    for url in pages_of(seed):
        page.goto(url)
        widths[url] = page.evaluate("document.documentElement.scrollWidth")

    assert {url: width for url, width in widths.items() if width > NARROWEST} == {}


def _faults(
    open_browser: OpenBrowser, user: User | None, urls: list[str], look: dict[str, str]
) -> list[str]:
    page, found = open_browser(user, **look), []
    for url in urls:
        page.goto(url)
        violations = Axe().run(page, options=RULES).response["violations"]
        found += [f"{url}: {v['id']} {v['nodes'][0]['html'][:120]}" for v in violations]
    return found
