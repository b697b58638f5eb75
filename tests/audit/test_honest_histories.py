"""Whatever is written through the one door verifies: no false alarm."""

import os
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from audit.selectors import verify_chains
from audit.services import Happening, append_events
from tests.figures import keep
from tests.needs import examples

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
)
FIELDS = st.sampled_from(["coverage", "note", "porteur_é", "b", "a_b"])
HAPPENINGS = st.builds(
    Happening,
    verb=st.sampled_from(["answered", "answer-change-undone", "x"]),
    object_kind=st.sampled_from(["answer", "team"]),
    object_id=st.integers(0, 10**9).map(str),
    old=st.dictionaries(FIELDS, SCALARS, max_size=2),
    new=st.dictionaries(FIELDS, SCALARS, max_size=3),
)
BATCHES = st.tuples(
    st.sampled_from([None, 7, 8]),
    st.lists(HAPPENINGS, max_size=3),
    st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),
)


class HonestHistories(TestCase):
    """Whatever is written through the one door verifies."""

    histories = alarms = 0

    @classmethod
    def tearDownClass(cls) -> None:
        """Keep the figure of a campaign."""
        if "REMIT_TAMPERINGS" in os.environ:
            keep("make tamper", {"honest histories, alarms": f"{cls.histories}: {cls.alarms}"})
        super().tearDownClass()

    @settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(BATCHES, max_size=4))
    def test_an_honest_history_verifies(self, batches: list[Any]) -> None:
        for organisation_id, happenings, at in batches:
            append_events(
                organisation_id=organisation_id, happenings=happenings, actor_id=1, at=at
            )

        alarms = [each for each in verify_chains() if each.broken_at is not None]

        type(self).histories += 1
        type(self).alarms += len(alarms)
        assert not alarms
