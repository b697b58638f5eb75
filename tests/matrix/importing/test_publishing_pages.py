"""Pages of the wizard: the origin is said, and the matrix published; or why not."""

import pytest
from django.test import Client

from accounts.models import Membership
from matrix.models import Edition
from tests.builders import PAGE, make_edition, make_member
from tests.matrix.importing.addresses import url
from tests.matrix.importing.imports import (
    DESCRIBED,
    make_import,
)

pytestmark = pytest.mark.django_db


def test_the_origin_can_be_kept_for_later(signed_in: Client, member: Membership) -> None:
    found = make_import(by=member)

    signed_in.post(url("describe", found), {"revision": 1, **DESCRIBED, "licence": "CC BY 4.0"})

    found.refresh_from_db()
    assert found.provenance["licence"] == "CC BY 4.0"
    assert "CC BY 4.0" in signed_in.get(url("preview", found)).content.decode()


def test_the_next_edition_of_the_same_service_is_suggested(
    signed_in: Client, member: Membership
) -> None:
    page = PAGE.replace("Fournisseur", "OVHcloud")
    first = make_edition(organisation=member.organisation, service="Essai")
    first.matrix.provider.name = "OVHcloud"
    first.matrix.provider.save(update_fields=["name"])
    found = make_import(page, by=member)

    text = signed_in.get(url("preview", found)).content.decode()

    assert f'<option value="{first.matrix_id}" selected>' in text
    assert 'value="CC BY 4.0"' in text


def test_continuing_a_matrix_takes_its_names(signed_in: Client, member: Membership) -> None:
    first = make_edition(organisation=member.organisation, service="Coffre")
    found = make_import(PAGE.replace("Payer", "Régler"), by=member)

    signed_in.post(
        url("publish", found), {"revision": 1, "language": "fr", "matrix": first.matrix_id}
    )

    assert first.matrix.editions.count() == 2


def test_the_matrix_of_another_organisation_cannot_be_continued(
    signed_in: Client, member: Membership
) -> None:
    own = make_edition(organisation=member.organisation)
    foreign = make_edition(organisation=make_member().organisation)
    found = make_import(by=member)

    response = signed_in.post(
        url("publish", found), {"revision": 1, **DESCRIBED, "matrix": foreign.matrix_id}
    )

    assert response.status_code == 422
    assert Edition.objects.filter(matrix__organisation=member.organisation).get() == own


def test_a_file_that_is_there_already_leads_to_its_edition(
    signed_in: Client, member: Membership
) -> None:
    known = make_edition(organisation=member.organisation, service="Coffre")
    found = make_import(by=member)

    response = signed_in.post(url("publish", found), {"revision": 1, **DESCRIBED})

    assert response.status_code == 422
    assert "already in your library" in response.content.decode()
    assert f"/matrices/{known.pk}/" in response.content.decode()


def test_a_text_longer_than_the_library_holds_is_said(
    signed_in: Client, member: Membership
) -> None:
    found = make_import(PAGE.replace("Sauvegarder", "S" * 501), by=member)

    response = signed_in.post(url("publish", found), {"revision": 1, **DESCRIBED})

    assert response.status_code == 422
    assert "It is too large" in response.content.decode()
