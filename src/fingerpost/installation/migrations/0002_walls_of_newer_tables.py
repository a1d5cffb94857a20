"""Row-level security for the tables that came after the first version."""

from django.db import migrations

from fingerpost.installation.row_security import build_walls


class Migration(migrations.Migration):
    dependencies = [
        ("installation", "0001_row_level_security"),
        ("accounts", "0002_people_dates_and_invitations"),
        ("interviews", "0002_asks_notices_and_other_dates"),
        ("schools", "0002_leavers"),
        ("signposting", "0002_switched_off_rules"),
        ("students", "0002_leavers_and_former_upns"),
    ]
    operations = [build_walls()]
