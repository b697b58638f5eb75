"""Who a file means by an owner: an e-mail address, a full name, or the name of a team."""

from collections import defaultdict
from collections.abc import Iterable

from accounts.models import Membership, Organisation, Team
from assessments.selectors.duties import Owner
from database.folding import folded


class OwnerFinder:
    """The people and teams of an organisation that can be given a duty, by what they are called.

    Two queries, when the first is looked for.
    """

    def __init__(self, organisation: Organisation) -> None:
        """Know whose people they are."""
        self._organisation = organisation
        self._named: dict[str, set[Owner]] | None = None

    def find(self, text: str) -> tuple[Owner, ...]:
        """Return everybody that `text` may mean: none, one, or several of one name."""
        if self._named is None:
            self._named = self._read()
        return tuple(self._named.get(folded(text), ()))

    def _read(self) -> dict[str, set[Owner]]:
        named: dict[str, set[Owner]] = defaultdict(set)
        for names, owner in (*self._people(), *self._teams()):
            for name in filter(None, map(folded, names)):
                named[name].add(owner)
        return dict(named)

    def _people(self) -> Iterable[tuple[tuple[str, ...], Owner]]:
        current = Membership.objects.current().of_organisation(self._organisation)
        for member in current.select_related("user"):
            user = member.user
            owner = Owner("member", member.pk, str(user), user.initials)
            yield (user.email, user.name, str(user)), owner

    def _teams(self) -> Iterable[tuple[tuple[str, ...], Owner]]:
        for team in Team.objects.of_organisation(self._organisation):
            yield (team.name,), Owner("team", team.pk, team.name, team.initials)
