"""Workbooks made in the background, and exports of portfolios, which are of no one assessment."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Exports that are there keep their assessment; nothing was made in the background."""

    dependencies = [
        ("accounts", "0006_classification_mark"),
        ("assessments", "0013_share_links"),
    ]

    operations = [
        migrations.AlterField(
            model_name="export",
            name="assessment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="exports",
                to="assessments.assessment",
            ),
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("assessment__isnull", False),
                        models.Q(("kind", "portfolio"), _negated=True),
                    ),
                    models.Q(("assessment", None), ("kind", "portfolio")),
                    _connector="OR",
                ),
                name="export_of_portfolio_or_assessment",
            ),
        ),
        migrations.CreateModel(
            name="MadeFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("query", models.TextField(blank=True)),
                ("language", models.CharField(max_length=8)),
                ("job_key", models.UUIDField()),
                ("place", models.CharField(blank=True, default="", max_length=120)),
                ("size", models.BigIntegerField(default=0)),
                ("made_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="assessments.assessment",
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="assessments.export",
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
                "indexes": [models.Index(fields=["asked_at"], name="made_file_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_at", None), ("place", ""), ("size", 0)),
                            models.Q(
                                ("made_at__isnull", False),
                                ("size__gt", 0),
                                models.Q(("place", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="made_file_with_its_place",
                    )
                ],
            },
        ),
    ]
