"""Users, organisations, memberships, teams."""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.rights import Action, may


class Language(models.TextChoices):
    """The languages of the interface."""

    FRENCH = "fr", "Français"
    ENGLISH = "en", "English"


class UserManager(BaseUserManager["User"]):
    """Makes users, and finds them by e-mail whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password they cannot sign in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user of an e-mail address."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address."""

    email = models.EmailField(
        _("e-mail address"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("This e-mail address has an account.")},
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.FRENCH
    )
    has_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_in_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return what the person is called on a page."""
        return str(self)

    @property
    def initials(self) -> str:
        """Return one or two capitals for the round badge."""
        words = (self.name or self.email.split("@")[0].replace(".", " ")).split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """The vocabulary of organisations."""

    def visible_to(self, user: User) -> Self:
        """Keep the organisations a user belongs to now."""
        return self.filter(memberships__user=user, memberships__ended_at=None)

    def by_name(self) -> Self:
        """Order for a menu."""
        return self.order_by("name", "id")


class Organisation(models.Model):
    """A tenant: everything that belongs to one carries its id."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(max_length=2, choices=Language, default=Language.FRENCH)
    is_demo = models.BooleanField(default=False)
    contributors_answer_any = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """The vocabulary of memberships."""

    def current(self) -> Self:
        """Keep memberships that have not ended, of people who may still sign in."""
        return self.filter(ended_at=None, user__is_active=True)

    def of_organisation(self, organisation: Organisation) -> Self:
        """Keep the members of one organisation."""
        return self.filter(organisation=organisation)

    def by_name(self) -> Self:
        """Order for a menu, with their users."""
        return self.select_related("user").order_by("user__name", "user__email", "id")


class Membership(models.Model):
    """A person in an organisation, with a role. It ends; it is not deleted."""

    class RoleName(models.TextChoices):
        """The roles, in words."""

        ADMINISTRATOR = "administrator", _("Administrator")
        MANAGER = "manager", _("Manager")
        CONTRIBUTOR = "contributor", _("Contributor")
        VIEWER = "viewer", _("Viewer")
        AUDITOR = "auditor", _("Auditor")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=RoleName)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], name="membership_once_per_organisation"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    role__in=["administrator", "manager", "contributor", "viewer", "auditor"]
                ),
                name="membership_role_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def may(self, action: Action) -> bool:
        """Tell whether this member may take `action` here."""
        widened = self.organisation.contributors_answer_any
        return may(self.role, action, contributors_answer_any=widened)


class Team(models.Model):
    """People who share duties in an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(_("name"), max_length=80)
    members: "models.ManyToManyField[Membership, TeamMember]" = models.ManyToManyField(
        Membership, through="TeamMember", related_name="teams"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", Lower("name"), name="team_name_once_per_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """Return two letters for the square badge."""
        words = self.name.split()
        letters = words[0][:2] if len(words) == 1 else words[0][0] + words[-1][0]
        return letters.upper()


class TeamMember(models.Model):
    """A member of a team."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "membership"], name="team_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership} in {self.team}"
