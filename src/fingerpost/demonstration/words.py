"""What the demonstration's students and advisers wrote. All made up."""
# ruff: noqa: E501 - sentences stand in one piece

from fingerpost.interviews.enums import Owner
from fingerpost.pathways.models import IdeaKind

# Where an idea came from.
SOURCES = [
    "Careers lesson",
    "An assembly",
    "Careers fair",
    "My mum",
    "My dad",
    "My cousin",
    "A film I saw",
    "Work experience",
    "A visitor in science",
    "A careers website",
    "My tutor",
    "A friend",
]

# Ideas by stage: (title, kind, note in the student's own words).
IDEAS_YEARS_7_9 = [
    ("Vet", IdeaKind.JOB, "i love animals esp dogs. you need really good grades tho"),
    ("Footballer", IdeaKind.JOB, "or a coach if that doesnt work out"),
    ("Games designer", IdeaKind.JOB, "I make small games on scratch at home"),
    ("Paramedic", IdeaKind.JOB, "One came to our assembly and let us go in the ambulance."),
    ("Hairdresser", IdeaKind.JOB, "I do my sisters hair and she says its good"),
    ("Marine biologist", IdeaKind.JOB, "sharks!!"),
    ("Chef", IdeaKind.JOB, "I cook at home a lot with my nan."),
    ("Police officer", IdeaKind.JOB, "want to work with the dogs"),
    ("Author", IdeaKind.JOB, "I have written 2 chapters of a book already"),
    ("Train driver", IdeaKind.JOB, "I know a lot about trains. Good pay too."),
    ("Farmer", IdeaKind.JOB, "my grandad has sheep"),
    ("Moorland Fire and Rescue", IdeaKind.PLACE, "they do cadets when you are 13"),
    ("Teacher", IdeaKind.JOB, "I like helping the little ones at reading club"),
    ("Electrician", IdeaKind.JOB, "My uncle does this and I like fixing things."),
    ("YouTuber", IdeaKind.JOB, "my mum says have a back up plan"),
    ("Architect", IdeaKind.JOB, "drawing and maths both"),
    ("Dancer", IdeaKind.JOB, ""),
]
IDEAS_YEARS_10_11 = [
    ("Electrician", IdeaKind.APPRENTICESHIP, "Earn while you learn. Need 4s in maths and English."),
    ("T level in digital", IdeaKind.COURSE, "The college talked about it. 9 week placement."),
    ("Motor vehicle course", IdeaKind.COURSE, "been helping at my cousins garage on saturdays"),
    ("Moorland College open day", IdeaKind.EVENT, "Going with Mum. Ask about bus passes."),
    (
        "Nurse",
        IdeaKind.JOB,
        "Gran was in hospital and they were so kind. Could do it by apprenticeship?",
    ),
    ("Midwife", IdeaKind.JOB, "need biology, not sure i can stand blood lol"),
    ("A levels at Riverside", IdeaKind.COURSE, "Psychology, biology, sociology maybe"),
    ("Solicitor", IdeaKind.JOB, "I like arguing a case. Did not know you can get in without uni."),
    ("Joiner", IdeaKind.APPRENTICESHIP, "liked working with wood on work experience"),
    ("Level 3 in sport", IdeaKind.COURSE, "you get to coach in primary schools"),
    ("Early years worker", IdeaKind.JOB, "Loved the nursery in work experience week"),
    ("Software developer", IdeaKind.JOB, "there is a firm in town, Larkspur. emailed them"),
    ("Army", IdeaKind.JOB, "my brother is in it. want to ask about trades"),
    ("Make-up artist", IdeaKind.JOB, "theatre not just salons"),
    ("Accountant", IdeaKind.APPRENTICESHIP, "predicted 8 in maths so why not"),
]
IDEAS_YEARS_12_13 = [
    (
        "Degree apprenticeship in engineering",
        IdeaKind.APPRENTICESHIP,
        "No fees. Calder Precision take two a year, apply by January.",
    ),
    (
        "Nursing at the University of the Dales",
        IdeaKind.COURSE,
        "Offer is BBC. Placement from the first term.",
    ),
    (
        "University of the Dales",
        IdeaKind.PLACE,
        "Liked it on the visit, close enough to live at home.",
    ),
    (
        "Gap year with work",
        IdeaKind.OTHER,
        "Save some money first and work out if law is really for me",
    ),
    ("Economics", IdeaKind.COURSE, "Need to look at which ones want further maths"),
    ("Police constable entry", IdeaKind.JOB, "three ways in, compare them"),
    ("Primary teaching", IdeaKind.COURSE, "Have done 30 hours in Year 2, still love it"),
    ("Data analyst", IdeaKind.APPRENTICESHIP, "Council does one at level 4"),
    ("Graphic design foundation year", IdeaKind.COURSE, "portfolio by February!!"),
    ("Paramedic science", IdeaKind.COURSE, "Very competitive so have nursing as a second choice"),
]

INTENTION_NOTES = {
    1: ["dont know yet", "no clue sorry", "Too many things to choose from.", ""],
    2: [
        "maybe something with computers",
        "stay here or college, cant decide",
        "",
        "My mum wants A levels, I'm not sure.",
    ],
    3: [
        "Most of my friends are going there but I liked the course too.",
        "",
        "if I get the grades",
    ],
    4: ["Went to the open day and liked it.", "", "Need a 5 in maths.", "applied already"],
    5: ["Got a place!", "I have wanted this since Year 8.", ""],
}

# What a student writes under the record of a talk.
COMMENTS = [
    "Yes that is what we said.",
    "thanks it helped",
    "It was good. I feel better about it now.",
    "I said I also like art, can you add it?",
    "ok",
    "I didn't know about the college course before.",
    "Can I come again after my mocks?",
]

# What the students say could be better, by the set of questions.
AFTER_INTERVIEW = [
    "",
    "",
    "",
    "more time",
    "nothing it was good",
    "would like to bring my friend",
    "It was a bit rushed.",
    "Tell us before what it is about.",
    "I just got told to look at websites",
]
AFTER_GROUP = [
    "",
    "",
    "",
    "",
    "more things to do and less talking",
    "someone younger to talk to",
    "It was fun!!",
    "could not hear at the back",
    "Bring someone who works with animals",
    "boring",
    "Let us ask more questions.",
]

# Good interview records by stage: main points, routes, sectors.
GOOD_YEARS_8_11 = [
    (
        "Likes practical work and is good at maths. Wants to know about electrical work. Compared a level 3 college course with an apprenticeship and what each asks for at GCSE. Knows that both need a grade 4 in English.",
        ["further_education", "apprenticeship"],
        ["construction_and_built_environment"],
    ),
    (
        "Thinking about health care after a family member was in hospital. Talked about nursing by degree and by apprenticeship, and about the T level in health. Needs biology at grade 5 and is on track for it.",
        ["school_sixth_form", "apprenticeship", "t_level"],
        ["health_and_science"],
    ),
    (
        "Not sure yet. Enjoys art and computing. Looked at design, games and marketing, and at what the two sixth forms and the college offer. Would like to see a studio before choosing.",
        ["school_sixth_form", "sixth_form_college", "further_education"],
        ["creative_and_design", "digital"],
    ),
    (
        "Would like to work with children. Helped at a nursery and enjoyed it. Compared the early years T level with A levels and then teaching. Worried about leaving friends; the college has a taster day.",
        ["t_level", "sixth_form_college", "school_sixth_form"],
        ["education_and_early_years"],
    ),
    (
        "Wants to earn soon. Talked about apprenticeships in business and in motor vehicle, how few there are each year, and when to apply. A college place is the second plan if none comes by June.",
        ["apprenticeship", "further_education"],
        ["business_and_administration", "engineering_and_manufacturing"],
    ),
    (
        "Plans A levels in sciences and has thought it through. Talked about which subjects keep medicine, pharmacy and engineering open, and about the T level in science as another way to the same work.",
        ["school_sixth_form", "sixth_form_college", "t_level"],
        ["health_and_science", "engineering_and_manufacturing"],
    ),
    (
        "Attendance has been hard this year. Likes cooking and is trusted at home to cook for five. Talked about catering at the college and about training at a hotel with a day in class each week.",
        ["further_education", "training_provider"],
        ["catering_and_hospitality"],
    ),
]
GOOD_YEARS_12_13 = [
    (
        "Choosing between engineering at university and a degree apprenticeship. Compared cost, places and dates. Will apply for both; the apprenticeship closes in January, well before university offers come.",
        ["university", "higher_apprenticeship"],
        ["engineering_and_manufacturing"],
    ),
    (
        "Would like to be a nurse. Predicted grades meet two of three offers. Talked about the interview, about work in a care home this summer, and about the nursing associate apprenticeship as a second plan.",
        ["university", "higher_apprenticeship"],
        ["health_and_science", "care_services"],
    ),
    (
        "Unsure about university and about debt. Looked at work with training at the council and in accounts, and at going to university later. Will talk to two former students before deciding.",
        ["work_with_training", "university", "higher_apprenticeship"],
        ["business_and_administration", "legal_finance_and_accounting"],
    ),
    (
        "Has an offer to read English. Asked what comes after. Talked about teaching, publishing and the civil service, and how a part-time job this year could help with each of them.",
        ["university", "work_with_training"],
        ["education_and_early_years", "creative_and_design"],
    ),
]
SKETCHY: list[tuple[str, list[str], list[str]]] = [
    ("Wants to stay on for A levels.", ["school_sixth_form"], []),
    ("Talked about options. Gave website.", [], []),
    ("Wants uni. Discussed UCAS.", ["university"], []),
    ("Doing fine, knows what to do.", [], []),
    ("Not sure. To think about it and come back.", [], []),
]

# Agreed actions: what, who, the real thing it is about.
GOOD_ACTIONS_YEARS_8_11 = [
    (
        "Go to the open day at Moorland College and ask about the entry grades",
        Owner.STUDENT,
        "Moorland College open day",
    ),
    (
        "Write a first draft of the college application and bring it to tutor time",
        Owner.STUDENT,
        "Moorland College application",
    ),
    (
        "Ask Calder Precision whether two students may visit the workshop",
        Owner.CAREERS_LEADER,
        "Calder Precision",
    ),
    ("Talk at home about the difference between a T level and A levels", Owner.FAMILY, ""),
    ("Find out the GCSE grades three courses ask for and note them in ideas", Owner.STUDENT, ""),
    ("Check progress on the application in tutor time", Owner.TUTOR, ""),
    ("Send details of the apprenticeship talk", Owner.ADVISER, "Apprenticeship Hub talk"),
    (
        "Book a place on the taster day at Riverside Sixth Form College",
        Owner.STUDENT,
        "Riverside taster day",
    ),
]
GOOD_ACTIONS_YEARS_12_13 = [
    (
        "Apply for the degree apprenticeship at Calder Precision before it closes",
        Owner.STUDENT,
        "Calder Precision degree apprenticeship",
    ),
    (
        "Write a first draft of the personal statement and show it to the tutor",
        Owner.STUDENT,
        "University application",
    ),
    (
        "Arrange a talk with two former students who went into work",
        Owner.CAREERS_LEADER,
        "Former students",
    ),
    ("Practise one interview with the adviser", Owner.ADVISER, "Mock interview"),
    ("Compare what three courses cost and offer, and note it in ideas", Owner.STUDENT, ""),
]
SUPPORT_ACTION = (
    "Arrange a visit to the college's learning support team",
    Owner.SENCO,
    "Moorland College learning support",
)
WEAK_ACTIONS = [
    ("Look at websites", Owner.STUDENT, ""),
    ("Think about it", "", ""),
    ("Research", Owner.STUDENT, ""),
    ("Look at the prospectus online", Owner.STUDENT, ""),
]
OUTCOMES = [
    "",
    "",
    "",
    "Went with Mum. It was good.",
    "Sent on Friday.",
    "They said yes, for after Easter.",
    "Grades are written in ideas now.",
]

# Staff's decisions on next steps: rule, for which year groups, kind, reason, whose.
DECISIONS = [
    (
        "first_interview_year_11",
        (11,),
        "dismiss",
        "Is seen by the virtual school's adviser next month.",
        "senco",
    ),
    (
        "first_interview_year_11",
        (11,),
        "raise",
        "May leave school early; needs an interview this month.",
        "leader",
    ),
    (
        "post_16_undecided_year_10",
        (10,),
        "dismiss",
        "Long absence. Pick this up after the February break.",
        "leader",
    ),
    (
        "employer_this_year_7_9",
        (7, 8, 9),
        "dismiss",
        "Goes to the spring enterprise day with the new group.",
        "leader",
    ),
    ("first_interview_year_10", (10,), "raise", "Review of the EHC plan is in March.", "senco"),
]

# What staff say after a session they led, what guests say after giving one, and who guests are.
AFTER_LEADING = [
    "",
    "",
    "Ten minutes longer for questions.",
    "Put the back rows in pairs first.",
    "Send the visitor the questions a week before.",
    "A smaller room. They listened better in the library.",
    "Begin with the task, then the talk.",
]
AFTER_BEING_A_GUEST = [
    "",
    "",
    "Let them think of one question each beforehand.",
    "Tell us what they study, so that we can pick examples.",
    "Good questions. Bring them to us next time.",
    "They knew little about pay. Worth half an hour before we come.",
]
GUESTS = ["", "A. Holroyd", "Farah Iqbal", "Tom Whiteley", "Grace Adeyemi", "R. Sykes"]
