"""A policy belongs to a dataset, not to its key. Second half: the key goes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stewardship", "0002_policy_of_dataset")]

    operations = [
        migrations.RemoveField("accesspolicy", "dataset"),
        migrations.RenameField("accesspolicy", "subject", "dataset"),
        migrations.AlterField(
            "accesspolicy", "dataset",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.dataset"
            ),
        ),
    ]
