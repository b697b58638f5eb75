"""Calendar keys: an address at which a calendar program reads a person's due dates."""

from django.db import models

from accounts.models.people import User


class CalendarKey(models.Model):
    """The one key that opens a person's calendar.

    The key is shown once and kept nowhere: here is its SHA-256 (docs/adr/0009). A new one takes
    the place of the old, which then opens nothing.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_key")
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(key_hash=""), name="calendar_key_has_hash")
        ]

    def __str__(self) -> str:
        return f"calendar of {self.user}"
