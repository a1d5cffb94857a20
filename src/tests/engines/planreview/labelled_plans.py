"""Made plans with the marks a careful reader would give them. No student here is real.

Each is (name, main points, actions, marks); an action is (what, who, days from now or None,
opportunity or None) and marks are the codes expected, once each.
"""

POINTS = (
    "Sam likes fixing bikes and is strong in maths. We talked about engineering, and compared "
    "a college course with an apprenticeship. Sam wants to see both before February."
)
NO_ROUTE = (
    "Ana is kind and patient and wants to work with young children. We talked about what the "
    "work is like, the hours, the pay and what she would need to get in."
)
MANY_ROUTES = (
    "Leo wants to keep his choice open. We compared A levels, a T Level in digital and an "
    "apprenticeship with a local firm, and what each one would ask of him."
)
VERBATIM = " ".join(
    f"Then Kit said that point {n} mattered and I said that we could come back to it later on."
    for n in range(20)
)
LONG_LINES = "\n".join(
    f"- Kit asked about place {n} and we agreed to find out what it would need from Kit."
    for n in range(8)
)
WALL = " ".join(f"Kit spoke about thing {n} and how it felt and why it was so." for n in range(9))

CLEAR = ("Book the open day at Northfield College", "Sam", 20, "open_day:4")
ASK = ("Ask Mr Okoro which firms take apprentices in spring", "Sam", 10, "contact:2")
MEET = ("Meet the nursery manager at Little Oaks", "Ana", 14, "visit:9")
WRITE = ("Write to two garages about a week in July", "Ana", 30, "placement:3")

PLANS = [
    ("a good plan", POINTS, [CLEAR, ASK], set()),
    ("a good plan without a route", NO_ROUTE, [MEET, WRITE], set()),
    ("three routes compared", MANY_ROUTES, [CLEAR], set()),
    ("one clear step is enough", POINTS, [CLEAR], set()),
    ("short lines are easy to read", LONG_LINES, [MEET], set()),
    (
        "a step on a website with a person after it",
        NO_ROUTE,
        [
            (
                "Look at the nursery nurse page on the website and tell Ms Rao what you think",
                "Ana",
                7,
                "occupation:5",
            )
        ],
        set(),
    ),
    (
        "one website step beside one with a person",
        NO_ROUTE,
        [("Read about early years jobs on the website", "Ana", 7, None), MEET],
        set(),
    ),
    (
        "apply online is more than looking",
        NO_ROUTE,
        [("Apply online to Northfield nursery course", "Ana", 21, "course:8")],
        set(),
    ),
    (
        "a mail address is a person and no website",
        NO_ROUTE,
        [("Email j.smith@northfield.ac.uk about evening classes", "Ana", 5, "contact:7")],
        set(),
    ),
    (
        "the adviser may own a step",
        POINTS,
        [("Send Sam the dates of the garage taster", "Ms Patel", 3, "taster:1"), CLEAR],
        set(),
    ),
    ("due today is not past", POINTS, [("Ring Hill Garage about a visit", "Sam", 0, "v:1")], set()),
    (
        "university and a degree apprenticeship are two routes",
        NO_ROUTE + (" We compared university with a degree apprenticeship."),
        [MEET],
        set(),
    ),
    (
        "two kinds of sixth form are a choice",
        NO_ROUTE + (" She may go to our sixth form or to Hill Sixth Form College."),
        [MEET],
        set(),
    ),
    ("no actions at all", POINTS, [], {"no_actions"}),
    ("nothing written", "", [], {"too_sketchy", "no_actions"}),
    ("only spaces", "  \n ", [("  ", " ", None, None)], {"too_sketchy", "no_actions"}),
    ("no date", POINTS, [(*CLEAR[:2], None, CLEAR[3])], {"no_date"}),
    ("no date on the second", POINTS, [CLEAR, (*ASK[:2], None, ASK[3])], {"no_date"}),
    ("no owner", POINTS, [(CLEAR[0], "", 20, "open_day:4")], {"no_owner"}),
    ("owner unknown", POINTS, [(CLEAR[0], None, 20, "open_day:4")], {"no_owner"}),
    ("owned by everyone", POINTS, [(CLEAR[0], "Everyone", 20, "open_day:4")], {"no_owner"}),
    ("owner to be confirmed", POINTS, [(CLEAR[0], "TBC", 20, "open_day:4")], {"no_owner"}),
    ("owned by we", POINTS, [(CLEAR[0], "we", 20, "open_day:4")], {"no_owner"}),
    ("no date and no owner", POINTS, [(CLEAR[0], "", None, "open_day:4")], {"no_date", "no_owner"}),
    ("yesterday", POINTS, [(*CLEAR[:2], -1, CLEAR[3])], {"past_date"}),
    ("last year", POINTS, [(*CLEAR[:2], -370, CLEAR[3])], {"past_date"}),
    ("in two years", POINTS, [(*CLEAR[:2], 700, CLEAR[3])], {"far_date"}),
    ("not linked to anything", POINTS, [(*CLEAR[:3], None)], {"no_opportunity"}),
    (
        "a list of websites",
        NO_ROUTE,
        [
            ("Look at www.example.org/nursing pages", "Ana", 7, "site:1"),
            ("Visit the careers website for nursery jobs", "Ana", 9, "site:2"),
        ],
        {"websites_only"},
    ),
    (
        "a prospectus and a website",
        NO_ROUTE,
        [
            ("Read the Northfield nursery prospectus", "Ana", 7, "p:1"),
            ("Browse nursery courses at example.ac.uk", "Ana", 9, None),
        ],
        {"websites_only"},
    ),
    (
        "search the internet",
        NO_ROUTE,
        [("Search the internet for nursery nurse pay", "Ana", 7, "o:1")],
        {"websites_only"},
    ),
    (
        "addresses instead of a record",
        "See www.example.org and https://example.com/jobs",
        [],
        {"too_sketchy", "no_actions", "websites_only"},
    ),
    ("a sketchy record", "Wants to do engineering. Doing well.", [CLEAR, ASK], {"too_sketchy"}),
    ("one word", "Engineering", [CLEAR, ASK], {"too_sketchy"}),
    (
        "addresses do not make a record longer",
        "Nursing. " + "www.example.org/a " * 30,
        [MEET],
        {"too_sketchy"},
    ),
    ("written down word for word", VERBATIM, [MEET], {"too_long"}),
    ("one wall of words", WALL, [MEET], {"too_long"}),
    ("university only", NO_ROUTE + " She wants to go to university.", [MEET], {"one_route_only"}),
    (
        "sixth form and then university is one path",
        NO_ROUTE + (" She will take A levels and then go to university."),
        [MEET],
        {"one_route_only"},
    ),
    (
        "college only, in the action",
        NO_ROUTE,
        [("Book the open day at Northfield College", "Ana", 20, "o:4")],
        {"one_route_only"},
    ),
    (
        "an apprenticeship and then a higher one is one path",
        NO_ROUTE + (" She wants an apprenticeship and later a degree apprenticeship."),
        [MEET],
        {"one_route_only"},
    ),
    ("do some research", POINTS, [CLEAR, ("Do some research", "Sam", 9, None)], {"vague_action"}),
    (
        "think about options",
        POINTS,
        [CLEAR, ("Think about your options", "Sam", 9, None)],
        {"vague_action"},
    ),
    (
        "look into apprenticeships",
        POINTS,
        [CLEAR, ("Look into apprenticeships", "Sam", 9, None)],
        {"vague_action"},
    ),
    (
        "a name without a doing word",
        POINTS,
        [CLEAR, ("Northfield College open day", "Sam", 9, "o")],
        {"vague_action"},
    ),
    ("one word as a step", POINTS, [CLEAR, ("Apprenticeships", "Sam", 9, None)], {"vague_action"}),
    ("work hard", POINTS, [CLEAR, ("Work hard at school", "Sam", 9, None)], {"vague_action"}),
    (
        "decide what to do",
        POINTS,
        [CLEAR, ("Decide what you want to do next", "Sam", 9, None)],
        {"vague_action"},
    ),
    (
        "make a plan",
        POINTS,
        [CLEAR, ("Make a plan for the future", "Sam", 9, None)],
        {"vague_action"},
    ),
    ("a step without words", POINTS, [CLEAR, ("", "Sam", 9, None)], {"vague_action"}),
    (
        "everything wrong at once",
        "College?",
        [("Website", "", -3, None)],
        {
            "too_sketchy",
            "websites_only",
            "one_route_only",
            "no_opportunity",
            "vague_action",
            "no_owner",
            "past_date",
        },
    ),
    (
        "a website and a number, as the report saw",
        "Try www.example.org or ring 0800 000 000.",
        [("Look at www.example.org", "Student", None, None)],
        {"too_sketchy", "websites_only", "no_opportunity", "no_date", "vague_action"},
    ),
]
