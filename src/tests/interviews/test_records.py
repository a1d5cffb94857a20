"""Records: nothing typed is lost, and the ledger says what was agreed."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.interviews.models import Action, InterviewRecord, RecordDraft
from fingerpost.interviews.selectors.records import content_of
from fingerpost.interviews.services import records
from fingerpost.interviews.services.actions import ActionDetails, close_action
from fingerpost.ledger.models import Entry
from tests.factories import interviews as make
from tests.factories import people

DUE = dt.date(2030, 1, 31)
VISIT = ActionDetails(
    "Visit the open day at the college", due_on=DUE, routes=("further_education",)
)


@pytest.fixture
def by(school):
    return people.person()


@pytest.fixture
def interview(school):
    return make.interview(people.student(school), make.adviser(school), make.at(-1))


def _text(main_points="Wants to work with animals.", actions=((None, VISIT),), **fields):
    return records.RecordText(
        main_points, fields.get("routes", ["further_education"]), fields.get("sectors", []), actions
    )


def _standing(kind):
    return Entry.objects.filter(kind=kind, superseded_by__isnull=True, is_void=False)


def _save(interview, by, text=None, version=0, **options):
    return records.save_record(
        interview=interview, text=text or _text(), version=version, by=by, **options
    )


def test_a_record_still_being_written_is_in_no_ledger(interview, by):
    _save(interview, by)
    assert not Entry.objects.exists()
    assert Action.objects.get().what == VISIT.what


def test_finishing_tells_the_ledger_of_the_interview_the_sharing_and_each_action(interview, by):
    written = _save(interview, by, finish=True)
    action = Action.objects.get()
    held = _standing("guidance_interview").get()
    assert (held.about, held.routes) == (f"interview:{interview.pk}", ["further_education"])
    assert _standing("record_shared_with_student").get().about == f"record:{written.pk}"
    agreed = _standing("action_agreed").get()
    assert (agreed.about, agreed.due_on) == (f"action:{action.pk}", DUE)
    interview.refresh_from_db()
    assert interview.state == "held"


def test_sending_the_same_form_twice_is_one_saving(interview, by):
    _save(interview, by, finish=True)
    _save(interview, by, finish=True)
    assert InterviewRecord.objects.get().version == 1
    assert _standing("guidance_interview").count() == 1
    assert Action.objects.count() == 1


def test_a_change_after_finishing_corrects_the_ledger(interview, by):
    written = _save(interview, by, finish=True)
    action = Action.objects.get()
    later = ActionDetails(VISIT.what, due_on=DUE + dt.timedelta(7), routes=VISIT.routes)
    text = _text(actions=[(action.pk, later)], routes=["further_education", "apprenticeship"])
    _save(interview, by, text, version=written.version)
    assert _standing("action_agreed").get().due_on == DUE + dt.timedelta(7)
    assert _standing("guidance_interview").get().routes == ["further_education", "apprenticeship"]
    assert Entry.objects.filter(kind="action_agreed").count() == 2


def test_an_action_taken_out_after_finishing_is_withdrawn_but_a_done_one_stays(interview, by):
    call = ActionDetails("Ring the employer", due_on=DUE)
    written = _save(interview, by, _text(actions=[(None, VISIT), (None, call)]), finish=True)
    done = Action.objects.get(what=call.what)
    close_action(action=done, state="done", by=by)
    _save(interview, by, _text(actions=[]), version=written.version)
    assert list(Action.objects.values_list("what", flat=True)) == [call.what]
    assert _standing("action_agreed").get().about == f"action:{done.pk}"


def test_the_record_of_an_interview_to_come_cannot_be_given_to_the_student(school, by):
    interview = make.interview(people.student(school), make.adviser(school), make.at(3))
    with pytest.raises(records.RecordError, match="not happened"):
        _save(interview, by, finish=True)
    assert not InterviewRecord.objects.filter(finished_at__isnull=False).exists()


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(interview, by):
    _save(interview, by)
    with pytest.raises(records.StaleRecord):
        _save(interview, people.person(), _text("Something else."), version=0)
    assert InterviewRecord.objects.get().main_points == "Wants to work with animals."


def test_a_draft_is_kept_whatever_state_it_is_in(interview, by):
    content = {"main_points": "half a sent", "routes": [], "sectors": [], "actions": []}
    _, is_stale = records.keep_draft(interview=interview, content=content, version=0, by=by)
    assert not is_stale
    assert RecordDraft.objects.get().content == content
    _save(interview, people.person())
    _, is_stale = records.keep_draft(interview=interview, content=content, version=0, by=by)
    assert is_stale
    assert RecordDraft.objects.get(person=by).content["main_points"] == "half a sent"


def test_acknowledging_twice_is_one_line(interview, by):
    written = _save(interview, by, finish=True)
    records.acknowledge(written=written, comment="Thanks", by=by)
    records.acknowledge(written=written, comment="Again", by=by)
    assert _standing("record_acknowledged").count() == 1
    written.refresh_from_db()
    assert written.student_comment == "Thanks"


def test_taking_back_the_sharing_withdraws_its_line(interview, by):
    written = _save(interview, by, finish=True)
    records.share_with_family(written=written, by=by)
    records.share_with_family(written=written, by=by)
    assert _standing("shared_with_family").get().about == f"record:{written.pk}"
    records.stop_sharing_with_family(written=written, by=by)
    assert not _standing("shared_with_family").exists()


def test_what_the_student_has_not_read_is_not_shared_by_an_earlier_yes(interview, by):
    written = _save(interview, by, finish=True)
    records.share_with_family(written=written, by=by)
    again = _text("Wants to work with animals.", actions=((Action.objects.get().pk, VISIT),))
    _save(interview, by, again, version=1)
    written.refresh_from_db()
    assert written.shared_with_family_at  # nothing has changed
    _save(interview, by, _text("Home is difficult.", actions=again.actions), version=2)
    written.refresh_from_db()
    assert written.shared_with_family_at is None
    assert not _standing("shared_with_family").exists()
    records.share_with_family(written=written, by=by)
    more = (*again.actions, (None, ActionDetails("See the school nurse")))
    _save(interview, by, _text("Home is difficult.", actions=more), version=3)
    written.refresh_from_db()
    assert written.shared_with_family_at is None


# Pages ---------------------------------------------------------------------------------------


def _posted(version, **fields):
    return {
        "version": version,
        "main_points": "Typed points",
        "routes": ["university"],
        "actions-TOTAL_FORMS": "1",
        "actions-INITIAL_FORMS": "0",
        "actions-0-what": "Ask about a taster day",
        "actions-0-owner": "student",
        "actions-0-due_on": "2030-01-31",
        **fields,
    }


@pytest.fixture
def editor(client_of):
    return client_of(Role.CAREERS_LEADER)


def test_saving_with_the_form_keeps_points_and_actions(editor, interview):
    answer = editor.post(reverse("interviews:record", args=[interview.pk]), _posted(0, save="1"))
    assert answer.status_code == 302
    written = InterviewRecord.objects.get()
    assert (written.main_points, written.routes) == ("Typed points", ["university"])
    assert written.actions.get().due_on == DUE


def test_what_was_not_saved_is_back_in_the_form(editor, interview):
    keep = reverse("interviews:record_keep", args=[interview.pk])
    answer = editor.post(keep, _posted(0, main_points="Lost in a tunnel"))
    assert answer.status_code == 200
    assert "saved_at" in answer.json()
    page = editor.get(reverse("interviews:record", args=[interview.pk]))
    assert "Lost in a tunnel" in page.content.decode()
    assert "had not saved" in page.content.decode()
    assert InterviewRecord.objects.get().main_points == ""


def test_more_rows_lose_nothing_that_was_typed(editor, interview):
    answer = editor.post(
        reverse("interviews:record", args=[interview.pk]), _posted(0, more="1"), follow=True
    )
    assert "Ask about a taster day" in answer.content.decode()
    assert answer.context["formset"].total_form_count() == 5


def test_a_conflict_shows_both_texts_and_keeps_what_is_chosen(editor, interview, by):
    record_page = reverse("interviews:record", args=[interview.pk])
    _save(interview, by)
    keep = editor.post(reverse("interviews:record_keep", args=[interview.pk]), _posted(0))
    assert keep.status_code == 409
    conflict = reverse("interviews:record_conflict", args=[interview.pk])
    assert keep.json() == {"conflict_url": conflict}
    answer = editor.post(record_page, _posted(0, save="1"), follow=True)
    page = answer.content.decode()
    assert "Typed points" in page
    assert "Wants to work with animals." in page
    answer = editor.post(
        conflict,
        {"keep_main_points": "both", "keep_routes": "both", "keep_actions": "both"},
        follow=True,
    )
    content = RecordDraft.objects.get(person=editor.person).content
    assert content["main_points"] == "Wants to work with animals.\n\nTyped points"
    assert content["routes"] == ["further_education", "university"]
    assert [action["what"] for action in content["actions"]] == [
        VISIT.what,
        "Ask about a taster day",
    ]
    assert "Typed points" in answer.content.decode()
    assert InterviewRecord.objects.get().main_points == "Wants to work with animals."


def test_a_record_without_points_is_not_given_to_the_student(editor, interview):
    answer = editor.post(
        reverse("interviews:record", args=[interview.pk]), _posted(0, main_points="", finish="1")
    )
    assert answer.status_code == 200
    assert "Write the main points" in answer.content.decode()


def test_an_action_with_a_date_but_no_words_is_sent_back(editor, interview):
    posted = _posted(0, save="1") | {"actions-0-what": ""}
    answer = editor.post(reverse("interviews:record", args=[interview.pk]), posted)
    assert "Say what is to be done." in answer.content.decode()


def test_a_look_at_a_record_is_in_the_audit_log_once_an_hour(editor, interview, by):
    from fingerpost.audit.models import Event

    written = _save(interview, by, finish=True)
    for _ in range(3):
        editor.get(reverse("interviews:record_read", args=[written.pk]))
    looks = Event.objects.filter(deed="looked", student_id=interview.student_id)
    assert looks.count() == 1


def test_content_of_a_record_goes_through_its_form_unchanged(editor, interview, by):
    written = _save(interview, by)
    page = editor.get(reverse("interviews:record", args=[interview.pk]))
    row = page.context["formset"].forms[0].initial
    assert row == content_of(written)["actions"][0]
    assert timezone.localdate() < DUE


def test_a_plan_is_marked_as_it_is_typed_with_the_reason(editor, interview):
    address = reverse("interviews:record_review", args=[interview.pk])
    marked = editor.post(address, _posted(0) | {"actions-0-due_on": ""}).content.decode()
    assert "Action 1 has no date" in marked
    assert "A step without a date cannot be chased." in marked
    dated = editor.post(address, _posted(0)).content.decode()
    assert "has no date" not in dated
    assert not InterviewRecord.objects.exists()


def test_the_marks_of_a_saved_plan_are_on_its_page(editor, interview, by):
    _save(interview, by, _text("Short."))
    page = editor.get(reverse("interviews:record", args=[interview.pk])).content.decode()
    assert "The main points are very short" in page


def test_whoever_only_puts_a_conflict_together_loses_neither_text(editor, interview, by):
    records.keep_draft(
        interview=interview,
        content={"main_points": "Mine", "routes": [], "sectors": [], "actions": []},
        version=0,
        by=editor.person,
    )
    _save(interview, by)
    editor.post(reverse("interviews:record_conflict", args=[interview.pk]), {})
    content = RecordDraft.objects.get(person=editor.person).content
    assert content["main_points"] == "Wants to work with animals.\n\nMine"
    assert [action["what"] for action in content["actions"]] == [VISIT.what]
