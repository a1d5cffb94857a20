"""Addresses of the programme pages: activities, sessions, budget."""

from django.urls import path

from .views import activities, budget, people, planner, planning, recording, registers, student

app_name = "programme"
urlpatterns = [
    path("planner/", planner.planner, name="planner"),
    path("planner/students/", planner.students, name="planner_students"),
    path("planner/due/", planner.due, name="planner_due"),
    path("planner/sessions/", planner.sessions, name="planner_sessions"),
    path("planner/twice/<int:pk>/", planner.twice, name="planner_twice"),
    path("activities/", activities.activities, name="activities"),
    path("activities/add/", activities.add, name="activity_add"),
    path("activities/<int:pk>/", activities.activity, name="activity"),
    path("activities/<int:pk>/change/", activities.change, name="activity_change"),
    path("activities/<int:pk>/copy/", activities.copy, name="activity_copy"),
    path("activities/<int:pk>/archive/", activities.archive, name="activity_archive"),
    path("activities/<int:pk>/bring-out/", activities.bring_out, name="activity_bring_out"),
    path("activities/<int:pk>/students/", activities.audience, name="audience"),
    path("activities/<int:pk>/plan/", planning.plan, name="plan"),
    path("budget/", budget.budget, name="budget"),
    path("budget/add/", budget.add, name="budget_add"),
    path("budget/<int:pk>/", budget.line, name="budget_line"),
    path("budget/<int:pk>/remove/", budget.remove, name="budget_remove"),
    path("sessions/", recording.sessions, name="sessions"),
    path("sessions/record/", recording.record, name="record"),
    path("sessions/put-down/", people.choose_session, name="choose_session"),
    path("sessions/<int:pk>/", recording.session, name="session"),
    path("sessions/<int:pk>/change/", recording.change, name="change"),
    path("sessions/<int:pk>/register/", registers.register, name="register"),
    path("sessions/<int:pk>/register/walk-in/", registers.walk_in, name="walk_in"),
    path("sessions/<int:pk>/register/names/", registers.names_came, name="names_came"),
    path("sessions/register-worker.js", registers.worker, name="register_worker"),
    path("sessions/<int:pk>/checklist/", recording.judge, name="judge"),
    path("sessions/<int:pk>/take-back/", recording.withdraw, name="withdraw"),
    path("sessions/<int:pk>/bring-back/", recording.bring_back, name="bring_back"),
    path("sessions/<int:pk>/move/", planning.change, name="move"),
    path("sessions/<int:pk>/cancel/", planning.cancel, name="cancel"),
    path("sessions/<int:pk>/plan-again/", planning.plan_again, name="plan_again"),
    path("sessions/<int:pk>/briefing/", planning.briefing, name="briefing"),
    path("sessions/<int:pk>/put-down/", people.put_down, name="put_down"),
    path("sessions/<int:pk>/students/", people.bulk, name="bulk"),
    path("sessions/<int:pk>/students/<int:student_pk>/", people.needs, name="needs"),
    path("sessions/<int:pk>/consent/", people.consent_list, name="consent_list"),
    path("sessions/<int:pk>/sign-up/", student.sign_up, name="sign_up"),
    path("sessions/<int:pk>/leave/", student.leave, name="leave"),
]
