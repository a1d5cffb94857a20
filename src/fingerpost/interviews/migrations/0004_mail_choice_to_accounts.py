"""Which e-mails a person wants is kept with people: programme and places ask it too."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0003_group_bookings"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable(name="MailChoice", table="accounts_mailchoice"),
            ],
            state_operations=[migrations.DeleteModel(name="MailChoice")],
        ),
    ]
