"""Addresses of the roll's pages."""

from django.urls import path

from .views import groups, imports, keeping, leavers, lines, scopes, sign_ins

app_name = "students"
urlpatterns = [
    path("", lines.roll, name="roll"),
    path("students/add/", keeping.add, name="add"),
    path("students/<int:pk>/leave/", keeping.leave, name="leave"),
    path("students/<int:pk>/back/", keeping.bring_back, name="bring_back"),
    path("students/<int:pk>/", lines.line, name="line"),
    path("students/<int:pk>/change/", lines.edit, name="edit"),
    path("students/<int:pk>/known/", lines.characteristics, name="characteristics"),
    path("students/<int:pk>/parents/add/", lines.new_parent, name="add_parent"),
    path("students/<int:pk>/parents/<int:link>/end/", lines.end_parent, name="end_parent"),
    path("students/<int:pk>/sign-in/", lines.new_sign_in, name="sign_in"),
    path("sign-ins/", sign_ins.sign_ins, name="sign_ins"),
    path("students/<int:pk>/everything/", leavers.everything, name="everything"),
    path("leavers/", leavers.leaver_list, name="leavers"),
    path("leavers/times/", leavers.times, name="leaver_times"),
    path("leavers/erase/", leavers.erase, name="erase"),
    path("groups/", groups.groups, name="groups"),
    path("groups/<int:pk>/", groups.change_group, name="change_group"),
    path("groups/<int:pk>/remove/", groups.end_group, name="end_group"),
    path("people/<int:pk>/students/", scopes.scope, name="scope"),
    path("import/", imports.upload, name="upload"),
    path("import/history/", imports.history, name="import_history"),
    path("import/<int:pk>/", imports.roll_import, name="import"),
    path("import/<int:pk>/columns/", imports.columns, name="import_columns"),
    path("import/<int:pk>/apply/", imports.apply, name="apply_import"),
    path("import/<int:pk>/discard/", imports.discard, name="discard_import"),
    path("import/<int:pk>/undo/", imports.undo, name="undo_import"),
    path("import/<int:pk>/rejected.csv", imports.rejected, name="rejected_rows"),
]
