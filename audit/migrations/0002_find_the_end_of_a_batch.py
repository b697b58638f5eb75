from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0001_first_tables"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="event",
            name="event_by_batch",
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=["chain", "batch", "sequence"], name="event_by_chain_and_batch"
            ),
        ),
    ]
