"""Small published lists of courses and providers, as the real ones are laid out."""

NATIONAL = """URN,EstablishmentName,EstablishmentStatusName,PhaseOfEducationName,\
OfficialSixthFormName,UKPRN,Town,Postcode,Easting,Northing
100001,Hill School,Open,Secondary,Has a sixth form,10000001,Bradford,BD7 1AA,416000,433000
100002,Dale School,Open,Secondary,Does not have a sixth form,10000002,Bradford,BD8 1AA,414000,434000
100004,Leeds School,Open,Secondary,Does not have a sixth form,10000004,Leeds,LS1 1AZ,430000,433000
100003,Old School,Closed,Secondary,Has a sixth form,10000003,Bradford,BD8 1AB,414000,434000
"""
REGISTER = """URN,SCHNAME,TOWN,POSTCODE,ICLOSE,MINORGROUP,NFTYPE,ISPOST16
130001,Bradford College,Bradford,BD7 1AY,1,College,General further education college,1
130002,Hill School again,Bradford,BD7 1AA,1,Maintained School,Community school,1
130003,Paid School,Bradford,BD7 1AZ,1,Independent School,Other independent school,1
130004,Sixth Form College,Leeds,LS1 1AA,1,College,Sixth form college,1
130005,Gone College,Leeds,LS1 1AB,2,College,Sixth form college,1
"""
T_LEVELS = """framework_code,t_level,route,withdrawn
41,Health,Health and Science,0
"""
T_LEVEL_SITES = """ukprn,provider,postcode,town,lat,lon,delivery_year,framework_code
10000944,BRADFORD COLLEGE,BD7 1AY,BRADFORD,53.7915,-1.7614,2022,41
10000945,SCHOOL OF THE SEA,BD9 1AY,BRADFORD,53.8,-1.8,2022,41
10000945,SCHOOL OF THE SEA,BD9 1AY,BRADFORD,53.8,-1.8,2022,99
"""
UNIVERSITIES = """ukprn,name,postcode,closed
10007785,University of Bradford,BD7 1DP,
10007790,Far University,,
10007791,Shut University,,yes
"""
OWN = """provider,title,route,level,sectors,postcode,gcses,grade,subjects,apply_by,link
Bradford College,Plumbing level 2,College,2,Building,BD7 1AY,2,3,,,https://example.org/plumbing
Pipe Works,Plumbing apprentice,Apprenticeship,3,Building,BD8 1AA,5,4,English; maths,,
Help at Work,Shop work with support,Supported internship,1,,BD8 1AA,0,,,,
Old Works,Plumbing long ago,Apprenticeship,3,Building,BD8 1AA,5,4,,2020-01-01,
"""


def write_lists(folder, **files):
    """Write the lists into a folder; `files` replaces or adds some, by the part of their names."""
    texts = {
        "gias_establishments": NATIONAL,
        "england_school_register": REGISTER,
        "t_level_qualifications": T_LEVELS,
        "t_level_provider_locations": T_LEVEL_SITES,
        "degree_institutions": UNIVERSITIES,
        "our-courses": OWN,
    } | files
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder
