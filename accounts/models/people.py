"""People, the languages they read, and how often they are written to."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """The languages of the interface."""

    FRENCH = "fr", "Français"
    ENGLISH = "en", "English"


class Digest(models.TextChoices):
    """How often a person is written to about their duties."""

    NEVER = "never", _("Never")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every Monday")


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
    """A person who signs in with an e-mail address.

    Who was erased keeps the row: history, owners and sign-offs name people by id. All that tells
    who it was is gone from it, and the address leads nowhere (docs/adr/0027).
    """

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
    digest = models.CharField(
        _("summary by e-mail"), max_length=8, choices=Digest, default=Digest.WEEKLY
    )
    # The day whose summary was last begun: claimed before it is sent, so that none goes out twice.
    digested_on = models.DateField(null=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_in_lower_case"
            ),
            models.CheckConstraint(
                condition=models.Q(digest__in=["never", "daily", "weekly"]),
                name="user_digest_known",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(is_active=False, name=""),
                name="user_erased_has_no_name",
            ),
        ]

    def __str__(self) -> str:
        if self.erased_at:
            return str(_("Erased person no. %(number)s") % {"number": self.pk})
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return what the person is called on a page."""
        return str(self)

    @property
    def initials(self) -> str:
        """Return one or two capitals for the round badge."""
        if self.erased_at:
            return "–"
        words = (self.name or self.email.split("@")[0].replace(".", " ")).split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
