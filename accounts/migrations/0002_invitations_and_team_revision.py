import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Lower

LANGUAGES = [("fr", "Français"), ("en", "English")]
ROLES = [
    ("administrator", "Administrator"),
    ("manager", "Manager"),
    ("contributor", "Contributor"),
    ("viewer", "Viewer"),
    ("auditor", "Auditor"),
]


class Migration(migrations.Migration):

    dependencies = [("accounts", "0001_first_tables")]

    operations = [
        migrations.AddField(
            model_name="team",
            name="revision",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("role", models.CharField(choices=ROLES, max_length=16, verbose_name="role")),
                ("language", models.CharField(choices=LANGUAGES, max_length=2, verbose_name="language")),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("invited_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="accounts.membership")),
                ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="accounts.organisation")),
                ("team", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="accounts.team")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organisation", "email"],
                        condition=Q(accepted_at=None, withdrawn_at=None),
                        name="invitation_open_once_per_address",
                    ),
                    models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_in_lower_case"),
                    models.CheckConstraint(
                        condition=Q(role__in=["administrator", "manager", "contributor", "viewer", "auditor"]),
                        name="invitation_role_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                        name="invitation_accepted_or_withdrawn",
                    ),
                    models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="invitation_expires_later"),
                ],
            },
        ),
    ]
