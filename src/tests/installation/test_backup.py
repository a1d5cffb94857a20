"""A backup holds everything, and is checked before anything is put back."""

import stat
import zipfile

import pytest
from django.apps import apps

from fingerpost.demonstration.services import build
from fingerpost.installation import backups
from fingerpost.installation.backups import BackupError, read_backup, write_backup
from fingerpost.ledger.models import Entry
from fingerpost.students.models import Student


def everything():
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in backups._tables()
    }


def empty_the_database():
    for model in reversed(backups._tables()):
        model._base_manager.all()._raw_delete(using="default")
    assert not any(rows for rows in everything().values())


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    (settings.HOME / "files").mkdir(parents=True)
    (settings.HOME / "secret_key").write_text("key")
    (settings.HOME / "files" / "logo.svg").write_text("<svg/>")
    return settings.HOME


@pytest.fixture
def backup(db, home, tmp_path):
    build(number=40, seed=2)
    target = tmp_path / "school.fingerpost"
    write_backup(target)
    return target


def test_everything_comes_back_as_it_was(backup, home):
    before = everything()
    empty_the_database()
    (home / "files" / "logo.svg").unlink()
    read_backup(backup)
    assert everything() == before
    assert (home / "files" / "logo.svg").read_text() == "<svg/>"


def test_work_goes_on_after_a_restore(backup):
    empty_the_database()
    read_backup(backup)
    school = apps.get_model("schools.School").objects.get()
    highest = Student.objects.order_by("pk").last().pk
    new = Student.objects.create(
        school=school, given_name="A", family_name="B", year_group=7, joined_on="2026-09-01"
    )
    assert new.pk > highest


def test_a_damaged_backup_changes_nothing(backup, tmp_path):
    damaged = tmp_path / "damaged"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if "ledger.entry" in name:
                data = data.replace(b"assembly", b"tutorial", 1)
            new.writestr(name, data)
    empty_the_database()
    with pytest.raises(BackupError, match="damaged"):
        read_backup(damaged)
    assert not Entry.objects.exists()


def test_a_truncated_backup_is_refused(backup, tmp_path):
    cut = tmp_path / "cut"
    cut.write_bytes(backup.read_bytes()[:-2000])
    with pytest.raises(BackupError, match="damaged"):
        read_backup(cut)


def test_an_installation_with_data_is_never_overwritten(backup):
    with pytest.raises(BackupError, match="holds data already"):
        read_backup(backup)


def test_an_existing_file_is_not_overwritten(backup):
    with pytest.raises(BackupError, match="exists already"):
        write_backup(backup)


def test_only_its_owner_may_read_a_backup(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
