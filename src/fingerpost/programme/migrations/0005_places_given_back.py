"""Count `taken` anew: it stayed too high where a student who was down for a session went."""

from typing import Any

from django.db import migrations


def count_anew(apps: Any, schema_editor: Any) -> None:
    """Held sessions may have lines that never took a place, so there only what is too high."""
    session = apps.get_model("programme", "GroupSession")
    attendance = apps.get_model("programme", "Attendance")
    for one in session.objects.filter(taken__gt=0).only("pk", "taken", "state").iterator():
        left = attendance.objects.filter(session=one.pk).count()
        if left < one.taken:
            session.objects.filter(pk=one.pk).update(taken=left)


class Migration(migrations.Migration):
    dependencies = [("programme", "0004_session_notices")]
    operations = [migrations.RunPython(count_anew, migrations.RunPython.noop)]
