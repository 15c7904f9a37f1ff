"""A policy belongs to a dataset, not to its key: a rename must not open it. First half: find each policy's dataset."""

import django.db.models.deletion
from django.db import migrations, models


def find_datasets(apps, schema_editor):
    known = dict(apps.get_model("catalog", "Dataset").objects.values_list("key", "pk"))
    known |= dict(apps.get_model("catalog", "OldKey").objects.values_list("key", "dataset_id"))
    for policy in apps.get_model("stewardship", "AccessPolicy").objects.all():
        policy.subject_id = known.get(policy.dataset)
        policy.save() if policy.subject_id else policy.delete()


class Migration(migrations.Migration):
    dependencies = [("stewardship", "0001_initial"), ("catalog", "0001_initial")]

    operations = [
        migrations.AddField(
            "accesspolicy", "subject",
            models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.dataset"
            ),
        ),
        migrations.RunPython(find_datasets, migrations.RunPython.noop),
    ]
