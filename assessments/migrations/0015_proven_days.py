"""What was proven, stale, overdue and lapsed as each day ended, for the trend."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Days that are over have no row: nobody can know what they were."""

    dependencies = [
        ("accounts", "0006_classification_mark"),
        ("assessments", "0014_made_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProvenDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("proven", models.PositiveIntegerField(default=0)),
                ("stale", models.PositiveIntegerField(default=0)),
                ("overdue", models.PositiveIntegerField(default=0)),
                ("lapsed", models.PositiveIntegerField(default=0)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proven_days",
                        to="assessments.assessment",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "day"), name="proven_day_once"
                    )
                ],
            },
        ),
    ]
