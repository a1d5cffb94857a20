"""The root of all addresses."""

from django.urls import include, path

urlpatterns = [
    path("", include("fingerpost.home.urls")),
    path("account/", include("fingerpost.accounts.urls")),
    path("calendar/", include("fingerpost.calendars.urls")),
    path("audit/", include("fingerpost.audit.urls")),
    path("schools/", include("fingerpost.schools.urls")),
    path("jobs/", include("fingerpost.jobs.urls")),
    path("roll/", include("fingerpost.students.urls")),
    path("measures/", include("fingerpost.ledger.urls")),
    path("", include("fingerpost.programme.urls")),
    path("ideas/", include("fingerpost.pathways.urls")),
    path("occupations/", include("fingerpost.pathways.occupation_urls")),
    path("opportunities/", include("fingerpost.pathways.opportunity_urls")),
    path("interviews/", include("fingerpost.interviews.urls")),
    path("places/", include("fingerpost.places.urls")),
    path("timetables/", include("fingerpost.timetables.urls")),
    path("next-steps/", include("fingerpost.signposting.urls")),
    path("lessons/", include("fingerpost.lessons.urls")),
    path("choices/", include("fingerpost.destinations.urls")),
    path("choices/", include("fingerpost.choices.urls")),
    path("feedback/", include("fingerpost.evaluation.urls")),
    path("records/", include("fingerpost.records.urls")),
    path("reports/", include("fingerpost.reports.urls")),
    path("sign-in/", include("allauth.account.urls")),
    path("sign-in/second-factor/", include("allauth.mfa.urls")),
    path("sign-in/with/", include("allauth.socialaccount.urls")),
    path("sign-in/with/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
