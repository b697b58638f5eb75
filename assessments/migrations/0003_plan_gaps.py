"""Gaps get an age and a plan. The age of those that stand is read from the log."""

from datetime import date
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

GAPS = ("gap", "partial")
CHUNK = 200


def age_the_gaps(apps: Any, schema_editor: Any) -> None:
    """Give each gap the day since which it is one: from its events, else from its last change."""
    answer_model = apps.get_model("assessments", "Answer")
    rows = answer_model.objects.filter(coverage__in=GAPS).select_related("assessment")
    changed = []
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        at = row.changed_at or row.assessment.created_at
        row.gap_since = _since(apps, row) or timezone.localdate(at)
        changed.append(row)
    answer_model.objects.bulk_update(changed, ["gap_since"], batch_size=CHUNK)


def _since(apps: Any, row: Any) -> date | None:
    events = apps.get_model("audit", "Event").objects.filter(
        chain=f"organisation:{row.organisation_id}",
        object_kind="answer",
        object_id=str(row.key),
    )
    since = None
    for at, new in events.order_by("sequence").values_list("at", "new"):
        if "coverage" in new:
            is_gap = new["coverage"] in GAPS
            since = (since or timezone.localdate(at)) if is_gap else None
    return since


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_rules_of_work_together_and_digests'),
        ('assessments', '0002_upgrades_and_options'),
        ('audit', '0001_first_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='gap_since',
            field=models.DateField(null=True),
        ),
        migrations.RunPython(age_the_gaps, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('coverage__in', ['gap', 'partial']), ('gap_since__isnull', False)), models.Q(models.Q(('coverage__in', ['gap', 'partial']), _negated=True), ('gap_since', None)), _connector='OR'), name='answer_gap_has_since'),
        ),
        migrations.CreateModel(
            name='GapPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('severity', models.CharField(blank=True, choices=[('low', 'low'), ('medium', 'medium'), ('high', 'high'), ('critical', 'critical')], max_length=8, verbose_name='severity')),
                ('action', models.TextField(blank=True, verbose_name='action')),
                ('by_when', models.DateField(null=True, verbose_name='by when')),
                ('state', models.CharField(choices=[('to_do', 'to do'), ('in_progress', 'in progress'), ('done', 'done'), ('dropped', 'dropped')], default='to_do', max_length=12, verbose_name='state')),
                ('ticket_url', models.URLField(blank=True, max_length=500, verbose_name='ticket')),
                ('accepted_at', models.DateTimeField(null=True)),
                ('expires_on', models.DateField(null=True, verbose_name='accepted until')),
                ('acceptance_reason', models.TextField(blank=True, verbose_name='why it is accepted')),
                ('revision', models.PositiveIntegerField(default=1)),
                ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='accounts.membership')),
                ('answer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='gap_plan', to='assessments.answer')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('responsible', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.membership')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'by_when'], name='gap_plan_by_date')],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('severity__in', ['', 'low', 'medium', 'high', 'critical'])), name='gap_plan_severity_known'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['to_do', 'in_progress', 'done', 'dropped'])), name='gap_plan_state_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('acceptance_reason', ''), ('accepted_at', None), ('accepted_by', None), ('expires_on', None)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False), ('expires_on__isnull', False), models.Q(('acceptance_reason', ''), _negated=True)), _connector='OR'), name='gap_plan_acceptance_whole', violation_error_message='An acceptance says until when and why.'),
                ],
            },
        ),
    ]
