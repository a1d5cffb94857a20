"""Addresses of the interviews pages."""

from django.urls import path

from .views import adviser, family, guidance, leader, staff, student

app_name = "interviews"
urlpatterns = [
    path("", staff.interviews, name="list"),
    path("book/", staff.book_interviews, name="book"),
    path("attendance/", staff.attendance, name="attendance"),
    path("<int:pk>/", staff.detail, name="detail"),
    path("<int:pk>/move/", staff.move_interview, name="move"),
    path("<int:pk>/cancel/", staff.cancel_interview, name="cancel"),
    path("<int:pk>/prepare/", adviser.prepare, name="prepare"),
    path("<int:pk>/record/", adviser.record, name="record"),
    path("<int:pk>/record/keep/", adviser.record_keep, name="record_keep"),
    path("<int:pk>/record/review/", adviser.record_review, name="record_review"),
    path("<int:pk>/record/discard/", adviser.record_discard, name="record_discard"),
    path("<int:pk>/record/both/", adviser.record_conflict, name="record_conflict"),
    path("records/<int:pk>/", guidance.record_read, name="record_read"),
    path("actions/", guidance.actions, name="actions"),
    path("actions/add/", guidance.action_add, name="action_add"),
    path("actions/several/", guidance.actions_bulk, name="actions_bulk"),
    path("actions/<int:pk>/close/", guidance.action_close, name="action_close"),
    path("actions/<int:pk>/open-again/", guidance.action_reopen, name="action_reopen"),
    path("advisers/", leader.advisers, name="advisers"),
    path("advisers/add/", leader.adviser_add, name="adviser_add"),
    path("advisers/<int:pk>/", leader.adviser_edit, name="adviser_edit"),
    path("advisers/<int:pk>/times/", leader.availability, name="availability"),
    path("advisers/<int:pk>/times/add/", leader.availability_add, name="availability_add"),
    path("advisers/<int:pk>/times/remove/", leader.availability_remove, name="availability_remove"),
    path("plan/", student.plan, name="plan"),
    path("plan/book/", student.book_own_interview, name="book_own"),
    path("plan/interviews/<int:pk>/move/", student.move_own_interview, name="move_own"),
    path("plan/interviews/<int:pk>/cancel/", student.cancel_own_interview, name="cancel_own"),
    path("plan/records/<int:pk>/", student.own_record, name="own_record"),
    path("plan/records/<int:pk>/share/", student.share_record, name="share_record"),
    path("plan/records/<int:pk>/stop-sharing/", student.stop_sharing_record, name="stop_sharing"),
    path("plan/actions/add/", student.own_action_add, name="own_action_add"),
    path("plan/actions/<int:pk>/done/", student.own_action_done, name="own_action_done"),
    path("plan/actions/<int:pk>/open-again/", student.own_action_reopen, name="own_action_reopen"),
    path("plan/from-idea/<int:pk>/", student.action_from_idea, name="action_from_idea"),
    path("family/<int:student_pk>/", family.shared, name="family"),
]
