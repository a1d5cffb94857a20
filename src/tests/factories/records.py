"""Made-up students with a record to take along."""

import datetime as dt

from django.utils import timezone

from fingerpost.choices.models import PredictedGrade
from fingerpost.choices.services import applications, documents, reasons
from fingerpost.destinations.services import Choice, record_intention
from fingerpost.evaluation import selectors as feedback
from fingerpost.evaluation.services.students import give_feedback
from fingerpost.interviews.enums import ActionSource, InterviewState
from fingerpost.interviews.models import InterviewRecord
from fingerpost.interviews.services.actions import ActionDetails, add_action, close_action
from fingerpost.ledger import services as ledger
from fingerpost.pathways import bridge
from fingerpost.pathways.services import ideas
from fingerpost.pathways.services.about_me import answer
from tests.factories import interviews, people, programme

BORN = dt.date(2011, 5, 4)


def days_ago(days):
    return timezone.localdate() - dt.timedelta(days=days)


def newcomer(school, **fields):
    """A student who is called as `with_a_record` is, on another school's roll."""
    return people.student(
        school,
        **{
            "given_name": "Zoë",
            "family_name": "Ångström",
            "born_on": BORN,
            "year_group": 11,
            "joined_on": days_ago(1),
            **fields,
        },
    )


def with_a_record(school, **fields):
    """A student of Year 11 with something of every sort in their record."""
    student = newcomer(school, joined_on=dt.date(2022, 9, 1), **fields)
    _talk(student)
    session = programme.session(
        school, [student], kind="employer_talk", title="A baker", on=days_ago(20)
    )
    _say(student, "session", session.pk, {"learnt": "Yes", "took_part": "No", "made_think": "No"})
    step = add_action(
        student=student,
        details=ActionDetails("Visit the college", due_on=timezone.localdate(), routes=["t_level"]),
        source=ActionSource.STUDENT,
        by=None,
    )
    done = add_action(
        student=student, details=ActionDetails("Ask my uncle"), source=ActionSource.TUTOR, by=None
    )
    close_action(action=done, state="done", by=None, what_came_of_it="He said yes")
    slug = sorted(bridge.base().by_slug)[0]
    words = ideas.Words(
        "Engines", note="I like engines", source="My uncle", occupation=slug, is_read=True
    )
    ideas.save_idea(student=student, words=words, by=None)
    away, _ = ideas.save_idea(student=student, words=ideas.Words("Pilot"), by=None)
    ideas.drop(idea=away, by=None)
    record_intention(student=student, choice=Choice("t_level", 3, "apprenticeship"), by=None)
    _choose(student)
    answer(student=student, answers=dict.fromkeys(bridge.questions().keys, 4), by=None)
    assert step.state == "open"
    return student


def _choose(student):
    """Why, what they apply for, a grade, and what they write about themselves."""
    why = reasons.Why(
        ["like", "near"], "I like engines", [("apprenticeship", "At a garage")], ["Engineering"]
    )
    reasons.save_reasons(student=student, why=why, by=None)
    particulars = applications.Particulars(
        "Motor vehicles", "t_level", "Weir College", 3, close_on=days_ago(-60), notes="Bus 42"
    )
    applications.add_application(student=student, particulars=particulars, by=None, state="applied")
    PredictedGrade.objects.create(
        student=student,
        school=student.school,
        subject="Maths",
        grade=5,
        source="Autumn report",
        predicted_on=days_ago(15),
    )
    documents.add_responsibilities(student=student, words=["Team captain"], by=None)
    written = documents.begin_document(student=student, kind="cv", pieces=[], by=None)
    documents.save_document(
        document=written,
        title="My CV",
        parts={"about": "I mend bicycles.\nI am always early."},
        version=written.version,
        by=None,
    )


def _talk(student):
    """An interview that was held, with the record that the student was given, and feedback."""
    adviser = interviews.adviser(student.school, person=people.person(name="Ash Adviser"))
    talk = interviews.interview(
        student, adviser, starts_at=interviews.at(days=-10), state=InterviewState.HELD
    )
    InterviewRecord.objects.create(
        interview=talk,
        school=student.school,
        main_points="You like engines.\nYou will look at two colleges.",
        finished_at=timezone.now(),
        student_comment="Thank you",
    )
    line = ledger.Line(
        student=student,
        kind="guidance_interview",
        happened_on=days_ago(10),
        channel="in_person",
        minutes=40,
        is_independent=True,
        routes=["t_level"],
        about=f"interview:{talk.pk}",
        summary="Guidance interview",
    )
    ledger.record([line], by=None)
    _say(student, "interview", talk.pk, {"listened": "Yes", "next_step": "Yes", "new_ideas": "No"})


def _say(student, what, pk, answers):
    questions = feedback.question_set_after(what, timezone.localdate())
    said = {**answers, "in_own_words": "The adviser was late"}
    assert give_feedback(
        student=student, what=what, pk=pk, questions=questions, answers=said, by=None
    )
