"""Nobody edits the audit log: not through the models, not in the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from fingerpost.audit import services
from fingerpost.audit.enums import Deed
from fingerpost.audit.models import Event
from tests.factories import people


@pytest.fixture
def event(school):
    return services.record(by=people.person(), deed=Deed.ADDED, subject=school, school=school)


def test_a_saved_event_cannot_be_saved_again(event):
    event.actor_label = "Somebody else"
    with pytest.raises(TypeError):
        event.save()


def test_events_cannot_be_updated_in_bulk(event):
    with pytest.raises(TypeError):
        Event.objects.update(actor_label="Somebody else")


def test_the_database_itself_refuses_an_update(event):
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        connection.cursor().execute("UPDATE audit_event SET actor_label = 'Somebody else'")


def test_an_event_outlives_the_person_and_keeps_the_name(event):
    name = str(event.actor)
    event.actor.delete()
    event = Event.objects.get(pk=event.pk)
    assert event.actor is None
    assert event.actor_label == name


def test_a_name_in_it_may_be_emptied_and_never_replaced(event):
    services.forget_names(Event.objects.filter(pk=event.pk), "actor_label", "subject_label")
    assert Event.objects.get(pk=event.pk).subject_label == ""
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        connection.cursor().execute("UPDATE audit_event SET actor_label = '', deed = 'looked'")
