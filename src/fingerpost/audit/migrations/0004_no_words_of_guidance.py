"""Earlier lines lose what somebody wrote: ideas, agreed actions, reasons, names of adults."""

from typing import Any

from django.db import migrations

from fingerpost.audit.append_only import allow_updates, forbid_updates

TABLE, SENTENCE, BUT = "audit_event", "Audit events are never edited.", ("actor_id",)
WORDS = ("actor_label", "subject_label")
LABELS = {
    "interviews.action": "Action",
    "pathways.idea": "Idea",
    "signposting.override": "Decision about a next step",
    "evaluation.feedbackresponse": "Feedback",
}
WRITTEN = ("reason", "accompanying_adult")


def forget_words(apps: Any, schema_editor: Any) -> None:
    events = apps.get_model("audit", "Event").objects
    for kind, label in LABELS.items():
        # A line whose student's records were erased stays without a label.
        events.filter(subject_type=kind).exclude(subject_label="").update(subject_label=label)
    for name in WRITTEN:
        for event in events.filter(details__has_key=name).iterator():
            event.details = {key: value for key, value in event.details.items() if key != name}
            event.save(update_fields=["details"])


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_erasure")]
    operations = [
        allow_updates(TABLE, SENTENCE, BUT, WORDS),
        migrations.RunPython(forget_words, migrations.RunPython.noop),
        forbid_updates(TABLE, SENTENCE, BUT, WORDS),
    ]
