"""National codes for what is known of a student, as systems write them.

Sources: Department for Education code sets as set out for the school census and for local
authorities' client records (SEN provision E, K, N; main ethnicity codes with WIRT and BBRI; the
extended ethnicity codes that belong to each). SEN types, language codes and the young carer codes
are from general knowledge of the census. A code that is not here is left out with a note; it is
never guessed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from fingerpost.exchange.cells import CellProblem, parse_yes_no, shown

SEN_PROVISION = {"N": "no special educational need", "K": "SEN support", "E": "EHC plan"}
_SEN_PROVISION_WORDS = {
    "no special educational need": "N",
    "no special educational needs": "N",
    "no sen": "N",
    "none": "N",
    "no": "N",
    "sen support": "K",
    "ehc plan": "E",
    "ehcp": "E",
    "ehc": "E",
    "education, health and care plan": "E",
    "education health and care plan": "E",
}

SEN_TYPES = {
    "SPLD": "specific learning difficulty",
    "MLD": "moderate learning difficulty",
    "SLD": "severe learning difficulty",
    "PMLD": "profound and multiple learning difficulty",
    "SEMH": "social, emotional and mental health",
    "SLCN": "speech, language and communication needs",
    "HI": "hearing impairment",
    "VI": "vision impairment",
    "MSI": "multi-sensory impairment",
    "PD": "physical disability",
    "ASD": "autistic spectrum disorder",
    "DS": "down syndrome",
    "OTH": "other difficulty or disability",
    "NSA": "sen support but no specialist assessment of type of need",
}
_SEN_TYPE_WORDS = {words: code for code, words in SEN_TYPES.items()} | {
    "visual impairment": "VI",
    "autism": "ASD",
    "autism spectrum disorder": "ASD",
    "autistic spectrum condition": "ASD",
    "dyslexia": "SPLD",
    "other": "OTH",
}

MAIN_ETHNICITIES = {
    "WBRI": "white British",
    "WIRI": "white Irish",
    "WIRT": "traveller of Irish heritage",
    "WROM": "Gypsy or Roma",
    "WOTH": "any other white background",
    "MWBC": "white and black Caribbean",
    "MWBA": "white and black African",
    "MWAS": "white and Asian",
    "MOTH": "any other mixed background",
    "AIND": "Indian",
    "APKN": "Pakistani",
    "ABAN": "Bangladeshi",
    "CHNE": "Chinese",
    "AOTH": "any other Asian background",
    "BCRB": "black Caribbean",
    "BAFR": "black African",
    "BBRI": "black British",
    "BOTH": "any other black background",
    "OARA": "Arab",
    "OOTH": "any other ethnic group",
    "REFU": "refused",
    "NOBT": "information not yet obtained",
}
_EXTENDED_ETHNICITIES = {
    extended: main
    for main, codes in {
        "WBRI": "WCOR WENG WNIR WSCO WWEL WOWB",
        "WOTH": "WALB WBOS WCRO WGRE WGRK WGRC WITA WKOS WPOR WSER WTUR",
    }.items()
    for extended in codes.split()
}
_ETHNICITY_WORDS = {words.lower(): code for code, words in MAIN_ETHNICITIES.items()} | {
    "british": "WBRI",
    "white - british": "WBRI",
    "white - irish": "WIRI",
    "gypsy / roma": "WROM",
    "gypsy/roma": "WROM",
    "roma": "WROM",
    "black - caribbean": "BCRB",
    "caribbean": "BCRB",
    "african": "BAFR",
    "black - african": "BAFR",
    "not obtained": "NOBT",
}

ENGLISH_LANGUAGES = {"ENG", "ENB"}
"""First language English, or believed to be."""
UNKNOWN_LANGUAGES = {"NOT", "REF", "ZZZ"}
"""Not obtained, refused, not known."""
_LANGUAGE_WORDS = {
    "english": "ENG",
    "believed to be english": "ENB",
    "other than english": "OTH",
    "believed to be other than english": "OTB",
    "not obtained": "NOT",
    "refused": "REF",
}
_LANGUAGE_CODE = re.compile(r"[A-Z]{3,4}")
_WORD = re.compile(r"[A-Z]+")

_YOUNG_CARER = {"P": True, "S": True, "N": False}


def _code_or_words(text: str, codes: object, words: dict[str, str]) -> str | None:
    """The code in text such as "K", "K - SEN support", "SEN support"; None if there is none."""
    capitals = text.upper()
    leading = _WORD.match(capitals)
    if leading and leading[0] in codes:  # type: ignore[operator]
        rest = capitals[leading.end() :].lstrip()
        if not rest or rest[0] in "-–:(":
            return leading[0]
    return words.get(" ".join(text.lower().split()))


@lru_cache(maxsize=1024)
def parse_sen_provision(text: str) -> str:
    """N, K or E."""
    code = _code_or_words(text, SEN_PROVISION, _SEN_PROVISION_WORDS)
    if code is None:
        raise CellProblem(f"{shown(text)} is not a current code for SEN provision (N, K or E).")
    return code


@lru_cache(maxsize=1024)
def parse_sen_type(text: str) -> str:
    """A code from SEN_TYPES."""
    code = _code_or_words(text, SEN_TYPES, _SEN_TYPE_WORDS)
    if code is None:
        raise CellProblem(f"{shown(text)} is not a code for a type of need.")
    return code


@lru_cache(maxsize=1024)
def parse_ethnicity(text: str) -> str:
    """A main ethnicity code; an extended code gives the main code it belongs to."""
    codes = MAIN_ETHNICITIES.keys() | _EXTENDED_ETHNICITIES.keys()
    code = _code_or_words(text, codes, _ETHNICITY_WORDS)
    if code is None:
        raise CellProblem(f"{shown(text)} is not an ethnicity code.")
    return _EXTENDED_ETHNICITIES.get(code, code)


@lru_cache(maxsize=1024)
def parse_language(text: str) -> str:
    """A language code of three or four letters, or one of a few words such as English."""
    named = _LANGUAGE_WORDS.get(text.lower())
    if named:
        return named
    if _LANGUAGE_CODE.fullmatch(text):
        return text
    leading = text.split(" ", 1)[0]
    if _LANGUAGE_CODE.fullmatch(leading) and text[len(leading) :].lstrip()[:1] in ("-", "–", ":"):
        return leading
    raise CellProblem(f"{shown(text)} is not a language code such as ENG.")


def speaks_english_first(code: str) -> bool | None:
    """Whether a language code means English first; None where the language is not known."""
    if code in UNKNOWN_LANGUAGES:
        return None
    return code in ENGLISH_LANGUAGES


@lru_cache(maxsize=256)
def parse_young_carer(text: str) -> bool:
    """Yes or no; P (named by a parent) and S (by the school) are the census codes for yes."""
    code = text.upper()
    return _YOUNG_CARER[code] if code in _YOUNG_CARER else parse_yes_no(text)
