"""The mark that an organisation prints on all that leaves."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Nobody has a mark at first."""

    dependencies = [("accounts", "0005_calendar_keys")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="classification",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
    ]
