"""People who were erased: the row stays, without what tells who it was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Nobody is erased at first."""

    dependencies = [("accounts", "0006_classification_mark")]

    operations = [
        migrations.AddField(
            model_name="user", name="erased_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at", None),
                    models.Q(("is_active", False), ("name", "")),
                    _connector="OR",
                ),
                name="user_erased_has_no_name",
            ),
        ),
    ]
