"""The link that ends the summaries, and a change of mind."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.models import Digest, Membership, User
from accounts.selectors.summaries import unsubscribing_key

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 7, 10, tzinfo=ZoneInfo("Europe/Paris"))
DAY = timedelta(days=1)


def test_the_link_asks_and_its_button_ends_them(client: Client, reader: Membership) -> None:
    key = unsubscribing_key(reader.user)
    asked = client.get(reverse("accounts:summaries", args=[key]))
    between = User.objects.get(pk=reader.user_id).digest

    done = client.post(reverse("accounts:end_summaries", args=[key]))

    assert (asked.status_code, done.status_code) == (200, 200)
    assert between == Digest.DAILY
    assert User.objects.get(pk=reader.user_id).digest == Digest.NEVER


def test_a_key_of_nobody_ends_nothing(client: Client, reader: Membership) -> None:
    answer = client.post(reverse("accounts:end_summaries", args=["x" * 43]))

    assert answer.status_code == 404
    assert User.objects.get(pk=reader.user_id).digest == Digest.DAILY


def test_a_change_of_mind_counts_from_the_day_after(reader: Membership) -> None:
    for moment in (MONDAY, MONDAY + DAY):
        services.set_profile(
            user=reader.user,
            name="Karim",
            language="en",
            has_keys=True,
            digest="weekly",
            at=moment,
        )

    assert User.objects.get(pk=reader.user_id).digested_on == MONDAY.date()
