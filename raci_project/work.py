"""What workers do: jobs that somebody asked for, and chores. Imported by settings."""

from datetime import timedelta

# What is done in the background: the kind of a job, and the function that does it.
JOB_HANDLERS: dict[str, str] = {
    "read-import": "matrix.services.importing.read_in_background",
    "publish-import": "matrix.services.importing.publish_in_background",
    "make-workbook": "assessments.background.make_workbook",
    "export-organisation": "backups.background.export_organisation",
}
# What the page of background work knows of each kind: its name, where it is seen, doing it again.
JOB_KINDS: dict[str, str] = {
    "read-import": "matrix.background.READING",
    "publish-import": "matrix.background.PUBLISHING",
    "make-workbook": "assessments.background.WORKBOOKS",
    "export-organisation": "backups.background.EXPORTING",
}
# What workers do every so often: the function, called with `at`, and the time between two times.
CHORES: dict[str, tuple[str, timedelta]] = {
    "clear-jobs": ("jobs.services.purge", timedelta(hours=1)),
    "send-digests": ("assessments.services.digests.send_due", timedelta(minutes=15)),
    "start-hand-overs": ("assessments.services.handing.start_hand_overs", timedelta(hours=1)),
    "end-holidays": ("assessments.services.handing.end_holidays", timedelta(hours=1)),
    "count-proven": ("assessments.services.proven_days.count_proven_days", timedelta(hours=1)),
    "sweep-vault": ("evidence.services.sweep_vault", timedelta(hours=6)),
    "scrub-vault": ("evidence.services.scrub_vault", timedelta(days=1)),
    "clear-link-views": ("assessments.services.links.clear_views", timedelta(days=1)),
    "clear-intakes": ("assessments.services.intakes.clear_intakes", timedelta(days=1)),
    "clear-made-files": ("assessments.services.made.clear_made_files", timedelta(hours=6)),
    "clear-imports": ("matrix.services.importing.remove_stale_imports", timedelta(days=1)),
}
