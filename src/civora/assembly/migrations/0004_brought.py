
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assembly', '0003_talk'),
    ]

    operations = [
        migrations.AddField(
            model_name='ballotbox',
            name='brought',
            field=models.JSONField(default=list),
        ),
    ]
