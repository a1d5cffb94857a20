"""What the groups are called by which openings are published, in words that students know.

Keyed by the sub-major group of SOC 2020 (two digits), whose official names are for statisticians.
"""

PLAIN = {
    "11": "Running large firms",
    "12": "Running shops, pubs and small firms",
    "21": "Science, engineering and computers",
    "22": "Doctors, nurses, vets and the like",
    "23": "Teaching",
    "24": "Law, money, media and social work",
    "31": "Lab, building and computer technicians",
    "32": "Youth work, housing and health support",
    "33": "Police, fire, prisons and the forces",
    "34": "Art, media and sport",
    "35": "Buying, selling and office experts",
    "41": "Office work",
    "42": "Secretaries and receptionists",
    "51": "Farming and gardening",
    "52": "Metal, car and electric trades",
    "53": "Building trades",
    "54": "Chefs, bakers and craft trades",
    "61": "Care, nursery and animal work",
    "62": "Hair, beauty, travel and leisure",
    "63": "Keeping streets and places safe",
    "71": "Shop and sales work",
    "72": "Helping customers",
    "81": "Factory and plant work",
    "82": "Driving",
    "91": "Helpers on farms and building sites",
    "92": "Cleaning, kitchens, guards and stores",
}


def plain_name(sub_major: str, official: str) -> str:
    """A group in plain words; one that is new keeps its official name."""
    return PLAIN.get(sub_major, official)
