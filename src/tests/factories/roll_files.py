"""Made roll files in every format that Fingerpost reads, for tests, benches and journeys.

Every student here is made up, the same for the same seed. Their UPNs are well formed but hold
school number 0000, which no school has, so that none can be a real child's.
"""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

from fingerpost.common.academic_year import AcademicYear
from fingerpost.common.identifiers import upn_check_letter

MADE_SCHOOL_URN = "999999"
MADE_SCHOOL_NAME = "Made School (not real)"
LA_CODE = "380"
AS_OF = date(2026, 11, 20)
"""The day for which the made students' year groups are right."""

_GIVEN_F = (
    "Aisha Amelia Zoë Siân Grace Fatima Chloé Maryam Ellie-Mae Niamh Priya Olivia Hannah Zainab "
    "Poppy Leïla Ruby Sofia Mia Yasmin"
)
_GIVEN_M = (
    "Mohammed Oliver José Jack Ibrahim Seán Tomasz Harry Arjun Noah Callum Zakariya Leo André "
    "George Yusuf Rhys Daniel Kwame Björn"
)
_FAMILY = (
    "Khan Smith O’Brien Hussain Patel Smith-Jones Nowak Begum Taylor MacDonald D'Souza Ahmed "
    "Evans Kowalska Müller Okafor Wilson Singh van~den~Berg Robinson García Ali Thompson Wright "
    "Öztürk Adeyemi Clarke Iqbal Walker Hughes"
)


@dataclass(frozen=True)
class MadeStudent:
    """One made-up student."""

    number: int
    upn: str
    uln: str | None
    given_name: str
    family_name: str
    sex: str
    born_on: date
    year_group: int
    tutor_group: str
    joined_on: date
    email: str
    sen_provision: str
    sen_type: str
    free_school_meals: bool
    pupil_premium: bool
    first_language: str
    ethnicity: str
    in_care: bool
    young_carer: bool
    attendance: float
    attainment: float
    postcode: str

    @property
    def sourced_id(self) -> str:
        return f"made-{self.number:06d}"

    @property
    def admission_number(self) -> str:
        return f"{self.number:06d}"


def made_students(n: int, seed: int = 1) -> list[MadeStudent]:
    """`n` made-up students spread over Years 7 to 13 (fewer in the sixth form)."""
    chance = random.Random(seed)
    given_f, given_m = _GIVEN_F.split(), _GIVEN_M.split()
    family = [name.replace("~", " ") for name in _FAMILY.split()]
    return [_made_student(number, chance, given_f, given_m, family) for number in range(1, n + 1)]


def _made_student(
    number: int,
    chance: random.Random,
    given_f: Sequence[str],
    given_m: Sequence[str],
    family: Sequence[str],
) -> MadeStudent:
    year_group = chance.choices(range(7, 14), weights=(6, 6, 6, 6, 6, 3, 3))[0]
    sex = chance.choice("FM")
    birth_year = AcademicYear(AcademicYear.of(AS_OF).start - year_group - 5)
    joined = AcademicYear(AcademicYear.of(AS_OF).start - max(0, min(year_group - 7, 4)))
    provision = chance.choices("NKE", weights=(82, 14, 4))[0]
    meals = chance.random() < 0.24
    language = chance.choices(("ENG", "URD", "POL", "ARA", "SOM"), weights=(78, 9, 5, 4, 4))[0]
    return MadeStudent(
        number=number,
        upn=made_upn(number),
        uln=made_uln(number) if year_group >= 10 else None,
        given_name=chance.choice(given_f if sex == "F" else given_m),
        family_name=chance.choice(family),
        sex=sex,
        born_on=birth_year.starts_on + timedelta(days=chance.randrange(birth_year.days())),
        year_group=year_group,
        tutor_group=f"{year_group}{chance.choice('ABCDEF')}",
        joined_on=joined.starts_on + timedelta(days=3),
        email=f"student{number:06d}@made.example.org",
        sen_provision=provision,
        sen_type=chance.choice(("SPLD", "MLD", "SEMH", "SLCN", "ASD")) if provision != "N" else "",
        free_school_meals=meals,
        pupil_premium=meals or chance.random() < 0.06,
        first_language=language,
        ethnicity=chance.choice(("WBRI", "WBRI", "APKN", "AIND", "BAFR", "WOTH", "MWBC", "BCRB")),
        in_care=chance.random() < 0.01,
        young_carer=chance.random() < 0.02,
        attendance=round(min(100.0, chance.gauss(93, 6)), 1),
        attainment=round(chance.uniform(15, 80), 1),
        postcode=f"BD{chance.randrange(1, 24)} {chance.randrange(1, 10)}AA",
    )


def made_upn(number: int) -> str:
    """A well-formed UPN for made student `number`, distinct for the first 90,000."""
    block, serial = divmod(number, 1000)
    rest = f"{LA_CODE}0000{10 + block % 90:02d}{serial:03d}"
    return upn_check_letter(rest) + rest


def made_uln(number: int) -> str:
    """A well-formed ULN; numbers whose check digit does not exist give the next that does."""
    first = 100_000_000 + number * 20
    while True:
        weights = range(10, 1, -1)
        rest = sum(w * int(d) for w, d in zip(weights, str(first), strict=True)) % 11
        if rest:
            return f"{first}{10 - rest}"
        first += 1


# --- OneRoster ----------------------------------------------------------------------------------

_USERS_1_1 = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,"
    "familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password"
)
_USERS_1_2 = (
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,"
    "resourceSourcedIds,preferredGivenName,preferredMiddleName,preferredFamilyName,"
    "primaryOrgSourcedId,pronouns"
)
_EXTRA = (
    "metadata.senProvision,metadata.senType,metadata.fsm,metadata.pupilPremium,"
    "metadata.firstLanguage,metadata.ethnicity,metadata.inCare,metadata.youngCarer,"
    "metadata.attendance,metadata.postcode"
)
_CHANGED = "2026-11-20T06:00:00.000Z"
_SCHOOL_KEY = "made-school"


def oneroster_files(
    students: Sequence[MadeStudent],
    version: str = "1.1",
    *,
    mode: str = "bulk",
    gone: Iterable[str] = (),
    urn: str = MADE_SCHOOL_URN,
    characteristics: bool = True,
) -> dict[str, str]:
    """The CSV files of a made OneRoster export by name.

    `mode` is "bulk" or "delta" for the files about students; in a delta, students whose
    sourced ids are in `gone` are marked to be deleted. There are also staff, parents and taught
    classes, which a roll must leave aside.
    """
    status, changed = ("active", _CHANGED) if mode == "delta" else ("", "")
    gone = set(gone)
    files = {
        "manifest.csv": _manifest(version, mode),
        "orgs.csv": _table(
            "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
            [
                (_SCHOOL_KEY, "", "", MADE_SCHOOL_NAME, "school", urn, "made-la"),
                ("made-la", "", "", "Made Authority", "district", "", ""),
            ],
        ),
        "academicSessions.csv": _table(
            "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
            [("ay", "", "", "2026/27", "schoolYear", "2026-09-01", "2027-08-31", "", "2027")],
        ),
        "courses.csv": _table(
            "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,"
            "orgSourcedId,subjects,subjectCodes",
            [("course", "", "", "ay", "Made course", "", "", _SCHOOL_KEY, "", "")],
        ),
    }
    files["users.csv"] = _users(students, version, status, changed, gone, characteristics)
    if version == "1.2":
        files["roles.csv"] = _roles(students, status, changed, gone)
    files["classes.csv"], files["enrollments.csv"] = _classes(students, status, changed)
    files["demographics.csv"] = _table(
        "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,"
        "blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,"
        "demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,"
        "stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus",
        [
            (
                *(one.sourced_id, status, changed, one.born_on.isoformat()),
                *("female" if one.sex == "F" else "male", *[""] * 11),
            )
            for one in students
        ],
    )
    return files


def _manifest(version: str, mode: str) -> str:
    about_students = ["users", "classes", "enrollments", "demographics"]
    about_students += ["roles"] if version == "1.2" else []
    lines = [("manifest.version", "1.0"), ("oneroster.version", version)]
    lines += [(f"file.{name}", mode) for name in about_students]
    lines += [(f"file.{name}", "bulk") for name in ("orgs", "academicSessions", "courses")]
    absent = (
        "categories",
        "classResources",
        "courseResources",
        "lineItems",
        "resources",
        "results",
    )
    lines += [(f"file.{name}", "absent") for name in absent]
    lines += [("source.systemName", "Fingerpost made data"), ("source.systemCode", "made")]
    return _table("propertyName,value", lines)


def _users(
    students: Sequence[MadeStudent],
    version: str,
    status: str,
    changed: str,
    gone: set[str],
    characteristics: bool,
) -> str:
    header = _USERS_1_1 if version == "1.1" else _USERS_1_2
    rows = []
    for one in students:
        mark = "tobedeleted" if one.sourced_id in gone else status
        rows.append(
            {
                "sourcedId": one.sourced_id,
                "status": mark,
                "dateLastModified": changed,
                "enabledUser": "true",
                "orgSourcedIds": _SCHOOL_KEY,
                "role": "student",
                "username": f"student{one.number}",
                "userIds": f"{{UPN:{one.upn}}}" + (f",{{ULN:{one.uln}}}" if one.uln else ""),
                "givenName": one.given_name,
                "familyName": one.family_name,
                "identifier": one.admission_number,
                "email": one.email,
                "grades": f"{one.year_group:02d}",
                "primaryOrgSourcedId": _SCHOOL_KEY,
                **_metadata(one),
            }
        )
    for number in range(1, len(students) // 15 + 2):
        rows.append(_adult(f"made-teacher-{number}", "teacher", status, changed))
    for number in range(1, len(students) // 2 + 1):
        rows.append(_adult(f"made-parent-{number}", "parent", status, changed))
    columns = header.split(",") + (_EXTRA.split(",") if characteristics else [])
    return _table(",".join(columns), ([row.get(name, "") for name in columns] for row in rows))


def _metadata(one: MadeStudent) -> dict[str, str]:
    return {
        "metadata.senProvision": one.sen_provision,
        "metadata.senType": one.sen_type,
        "metadata.fsm": _yes(one.free_school_meals),
        "metadata.pupilPremium": _yes(one.pupil_premium),
        "metadata.firstLanguage": one.first_language,
        "metadata.ethnicity": one.ethnicity,
        "metadata.inCare": _yes(one.in_care),
        "metadata.youngCarer": _yes(one.young_carer),
        "metadata.attendance": str(one.attendance),
        "metadata.postcode": one.postcode,
    }


def _yes(answer: bool) -> str:
    return "Y" if answer else "N"


def _adult(key: str, role: str, status: str, changed: str) -> dict[str, str]:
    return {
        "sourcedId": key,
        "status": status,
        "dateLastModified": changed,
        "enabledUser": "true",
        "orgSourcedIds": _SCHOOL_KEY,
        "role": role,
        "username": key,
        "givenName": "Made",
        "familyName": "Adult",
    }


def _roles(students: Sequence[MadeStudent], status: str, changed: str, gone: set[str]) -> str:
    rows = [
        (
            *(f"role-{one.sourced_id}", "tobedeleted" if one.sourced_id in gone else status),
            *(changed, one.sourced_id, "primary", "student", one.joined_on.isoformat(), ""),
            *(_SCHOOL_KEY, ""),
        )
        for one in students
    ]
    rows += [
        (
            *(f"role-made-teacher-{number}", status, changed, f"made-teacher-{number}", "primary"),
            *("teacher", "", "", _SCHOOL_KEY, ""),
        )
        for number in range(1, len(students) // 15 + 2)
    ]
    return _table(
        "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,"
        "orgSourcedId,userProfileSourcedId",
        rows,
    )


def _classes(students: Sequence[MadeStudent], status: str, changed: str) -> tuple[str, str]:
    groups = sorted({one.tutor_group for one in students})
    subjects = ("English", "Maths", "Science", "History", "Art")
    taught = sorted({f"{one.year_group}{subject}" for one in students for subject in subjects})
    classes = [
        (
            *(f"class-{name}", status, changed, name, "", "course", name, kind, "", _SCHOOL_KEY),
            *("ay", "", "", ""),
        )
        for kind, names in (("homeroom", groups), ("scheduled", taught))
        for name in names
    ]
    enrolled = []
    for one in students:
        for name in (one.tutor_group, *(f"{one.year_group}{subject}" for subject in subjects)):
            key = f"enrol-{one.number}-{name}"
            enrolled.append(
                (
                    *(key, status, changed, f"class-{name}", _SCHOOL_KEY, one.sourced_id),
                    *("student", "false", "2026-09-01", ""),
                )
            )
    return (
        _table(
            "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,"
            "location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
            classes,
        ),
        _table(
            "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,"
            "primary,beginDate,endDate",
            enrolled,
        ),
    )


def _table(header: str, rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return out.getvalue()


def write_folder(folder: Path, files: dict[str, str]) -> Path:
    """The files of an export in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8"))
    return folder


def write_zip(path: Path, files: dict[str, str], prefix: str = "") -> Path:
    """The files of an export in a zip, inside the folder `prefix` if one is given."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(prefix + name, text.encode("utf-8"))
    return path


# --- CTF ----------------------------------------------------------------------------------------


def ctf_text(
    students: Sequence[MadeStudent], version: str = "25.0", *, wrapper: bool = True
) -> str:
    """A made Common Transfer File, with or without the element around the students."""
    inside = "\n".join(_ctf_student(one) for one in students)
    body = f"<CTFpupilData>\n{inside}\n</CTFpupilData>" if wrapper else inside
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<CTfile>
<Header>
<DocumentName>Common Transfer File</DocumentName><CTFversion>{version}</CTFversion>
<DateTime>2026-11-20T06:00:00</DateTime><DocumentQualifier>partial</DocumentQualifier>
<SupplierID>MADE DATA</SupplierID>
<SourceSchool><LEA>{LA_CODE}</LEA><Estab>0001</Estab><SchoolName>Made Primary</SchoolName>
<AcademicYear>2026</AcademicYear></SourceSchool>
<DestSchool><LEA>{LA_CODE}</LEA><Estab>0000</Estab></DestSchool>
</Header>
{body}
</CTfile>
"""


def _ctf_student(one: MadeStudent) -> str:
    meals = (
        "<FSMhistory><FSMinstance><FSMstartDate>2024-09-02</FSMstartDate><UKcountry>ENG</UKcountry>"
        "</FSMinstance></FSMhistory>"
        if one.free_school_meals
        else ""
    )
    need = (
        f"<SENneeds><SENneed><SENtypeRank>1</SENtypeRank><SENtype>{one.sen_type}</SENtype>"
        "</SENneed></SENneeds>"
        if one.sen_type
        else ""
    )
    attended = round(one.attendance * 3)
    uln = f"<UniqueLearnerNumber>{one.uln}</UniqueLearnerNumber>" if one.uln else ""
    return f"""<Pupil><UPN>{one.upn}</UPN>{uln}<Surname>{escape(one.family_name)}</Surname>
<Forename>{escape(one.given_name)}</Forename><DOB>{one.born_on.isoformat()}</DOB><Sex>{one.sex}</Sex>
<BasicDetails><NCyearActual>{one.year_group}</NCyearActual><Ethnicity>{one.ethnicity}</Ethnicity>
<Languages><Type><LanguageType>F</LanguageType><Language>{one.first_language}</Language></Type>
</Languages></BasicDetails>
<LookedAfter><InCare>{"true" if one.in_care else "false"}</InCare></LookedAfter>
<SENhistory><SEN><StartDate>2024-09-02</StartDate><SENprovision>{one.sen_provision}</SENprovision>
</SEN>{need}</SENhistory>{meals}
<Address><PostCode>{one.postcode}</PostCode></Address><Email>{one.email}</Email>
<Contacts><Contact><Surname>Made</Surname><Forename>Parent</Forename>
<Email>parent@made.example.org</Email></Contact></Contacts>
<Attendance><YearData><Year>2026</Year><SessionsPossible>300</SessionsPossible>
<SessionsAttended>{attended}</SessionsAttended></YearData></Attendance>
<SchoolHistory><School><LEA>{LA_CODE}</LEA><Estab>0000</Estab>
<EntryDate>{one.joined_on.isoformat()}</EntryDate></School></SchoolHistory></Pupil>"""


# --- spreadsheets -------------------------------------------------------------------------------

SHEET_HEADINGS = (
    *("UPN", "ULN", "Adno", "Surname", "Forename", "Sex", "DOB", "Year Group", "Reg Group"),
    *("Date of Admission", "Email", "SEN Status", "SEN Need", "FSM", "Pupil Premium"),
    *("First Language", "Ethnicity", "In Care", "Young Carer", "% Attendance", "Attainment 8"),
    "Postcode",
)


def sheet_row(one: MadeStudent) -> list[str]:
    """One made student as the text cells of a spreadsheet with SHEET_HEADINGS."""
    return [
        *(one.upn, one.uln or "", one.admission_number, one.family_name, one.given_name, one.sex),
        *(f"{one.born_on:%d/%m/%Y}", f"Year {one.year_group}", one.tutor_group),
        *(f"{one.joined_on:%d/%m/%Y}", one.email, one.sen_provision, one.sen_type),
        *(_yes(one.free_school_meals), _yes(one.pupil_premium), one.first_language),
        *(one.ethnicity, _yes(one.in_care), _yes(one.young_carer), str(one.attendance)),
        *(str(one.attainment), one.postcode),
    ]


def csv_text(students: Sequence[MadeStudent], delimiter: str = ",") -> str:
    """A made spreadsheet as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(SHEET_HEADINGS)
    writer.writerows(sheet_row(one) for one in students)
    return out.getvalue()


def write_csv(path: Path, students: Sequence[MadeStudent], encoding: str = "utf-8-sig") -> Path:
    """A made spreadsheet as a CSV file."""
    path.write_bytes(csv_text(students).encode(encoding))
    return path


def write_xlsx(path: Path, students: Sequence[MadeStudent], *, title: bool = True) -> Path:
    """A made spreadsheet as XLSX: a title above the headings, real dates, attendance as a share."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet("Students")
        percent = workbook.add_format({"num_format": "0.0%"})
        first = 0
        if title:
            sheet.write_string(0, 0, "Made students (not real)")
            first = 2
        sheet.write_row(first, 0, SHEET_HEADINGS)
        for row, one in enumerate(students, start=first + 1):
            sheet.write_row(row, 0, sheet_row(one))
            sheet.write_datetime(row, 6, one.born_on)  # type: ignore[arg-type]
            sheet.write_number(row, 7, one.year_group)
            sheet.write_datetime(row, 9, one.joined_on)  # type: ignore[arg-type]
            sheet.write_number(row, 19, one.attendance / 100, percent)
            sheet.write_number(row, 20, one.attainment)
    return path


# --- one call per format ------------------------------------------------------------------------


def write_oneroster(folder: Path, n: int, seed: int = 1, version: str = "1.1") -> Path:
    """A made OneRoster export of `n` students as a folder."""
    return write_folder(folder, oneroster_files(made_students(n, seed), version))


def write_oneroster_zip(path: Path, n: int, seed: int = 1, version: str = "1.1") -> Path:
    """A made OneRoster export of `n` students as a zip."""
    return write_zip(path, oneroster_files(made_students(n, seed), version))


def write_ctf(path: Path, n: int, seed: int = 1, version: str = "25.0") -> Path:
    """A made Common Transfer File of `n` students."""
    path.write_text(ctf_text(made_students(n, seed), version), encoding="utf-8")
    return path
