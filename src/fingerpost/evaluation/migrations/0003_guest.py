"""A guest is called a guest, here as everywhere else."""

from typing import Any

from django.db import migrations, models


def _call(before: str, after: str) -> Any:
    def renamed(apps: Any, schema_editor: Any) -> None:
        apps.get_model("evaluation", "AdultFeedback").objects.filter(side=before).update(side=after)

    return renamed


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0002_adult_feedback")]
    operations = [
        migrations.RemoveConstraint("adultfeedback", "host_feedback_once"),
        migrations.AlterField(
            "adultfeedback",
            "side",
            models.CharField(
                choices=[("staff", "Staff"), ("guest", "Employer or provider")], max_length=10
            ),
        ),
        migrations.RunPython(_call("host", "guest"), _call("guest", "host")),
        migrations.AddConstraint(
            "adultfeedback",
            models.UniqueConstraint(
                condition=models.Q(("side", "guest")),
                fields=("session",),
                name="guest_feedback_once",
            ),
        ),
    ]
