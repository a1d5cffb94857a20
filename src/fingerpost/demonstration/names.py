"""Made-up names, from the many places families in England come from."""

GIVEN = {
    "F": """Aaliyah Abigail Ada Aisha Alice Amara Amelia Amina Anna Anya Ava Beatrice Bella Carys Charlotte
    Chloe Daisy Demi Ella Ellie Emily Erin Esme Eva Evie Fatima Freya Grace Hafsa Hannah Harriet Holly Imani
    Isabelle Isla Ivy Jasmine Jess Kacey Katie Kezia Khadija Lara Layla Leah Lily Lola Lucy Maisie Maria Martha
    Maryam Matilda Maya Megan Mia Millie Molly Naomi Natalia Niamh Nora Olivia Orla Phoebe Poppy Priya Rosie Ruby
    Safiya Sana Sarah Scarlett Sienna Simran Skye Sofia Summer Tabitha Tia Willow Yasmin Zara Zofia""".split(),
    "M": """Aaron Adam Adrian Aiden Alex Alfie Ali Aman Archie Arjun Arthur Ben Blake Bobby Brandon Caleb Callum
    Cameron Charlie Connor Dan Daniyal David Dylan Eddie Eesa Elijah Elliot Ethan Ewan Felix Finley Frankie Freddie
    Gabriel George Hamza Harley Harrison Harry Hassan Henry Ibrahim Isaac Jack Jacob Jake Jakub James Jamie Jayden
    Joel Josh Jude Kai Kian Kofi Kyle Leo Levi Lewis Liam Logan Louis Lucas Luke Mason Max Michael Mohammed Nathan
    Noah Oliver Omar Oscar Owen Rafael Reece Rhys Riley Rohan Ryan Sam Sebastian Stanley Theo Toby Tom Tyler Will
    Yusuf Zac""".split(),
}

FAMILY = """Abbott Adeyemi Ahmed Akhtar Ali Allen Andrews Armstrong Asante Ashworth Bailey Baker Balogun Banks Barker
Begum Bennett Bhatt Booth Bradley Brennan Brown Bukowski Burton Butler Campbell Carter Chambers Chan Chaudhry Clarke
Collins Cooper Cox Crawford Da Silva Davies Dawson Dhillon Diaz Dixon Doyle Dunne Eastwood Edwards Ellis Evans Farah
Fernandes Fisher Fletcher Foster Francis Garner Gibson Gill Graham Grant Green Griffiths Hall Hamilton Hargreaves
Harris Hassan Hayes Henderson Hill Holmes Horvath Hughes Hussain Ibrahim Iqbal Jackson James Jenkins Johnson Jones
Kaur Kelly Kennedy Khan King Kowalski Lambert Lawson Lee Lewis Lloyd Lowe Mahmood Malik Marsh Martin Mason Matthews
McCarthy McDonald Mensah Miah Miller Mistry Mitchell Moore Morgan Murphy Murray Nair Ncube Nelson Newton Nguyen Novak
OBrien Okafor Oliver Osei Owen Palmer Parker Patel Pearce Pereira Perry Phillips Popescu Powell Price Quinn Rahman
Reid Reynolds Richards Roberts Robinson Rogers Rose Russell Ryan Saunders Scott Shah Shaw Simpson Singh Smith Spencer
Stewart Sutton Taylor Thomas Thompson Tran Turner Walker Walsh Ward Watson Webb West White Williams Wilson Wood Wright
Yilmaz Young Zaman""".replace("Da Silva", "Da_Silva").split()

FAMILY = [name.replace("_", " ").replace("OBrien", "O'Brien") for name in FAMILY]

STAFF_GIVEN = "Helen Gareth Nadia Stephen Ruth Imran Claire Marcus Denise Tom Sunita Paul Louise Grace Peter".split()

EMPLOYERS = {
    "engineering_and_manufacturing": ["Calder Precision", "Northfield Rail Works"],
    "health_and_science": ["Eastmoor Hospital Trust", "Brightwell Labs"],
    "digital": ["Pixel & Oak", "Larkspur Software"],
    "construction_and_built_environment": ["Hewitt Builders", "Stonegate Surveyors"],
    "creative_and_design": ["The Mill Theatre", "Redkite Design"],
    "business_and_administration": ["Moorland Council", "Ashby Accounts"],
    "catering_and_hospitality": ["The Copper Kettle", "Weir Hotel"],
    "education_and_early_years": ["Little Acorns Nursery"],
    "transport_and_logistics": ["Valley Buses", "Harbour Freight"],
    "protective_services": ["Moorland Fire and Rescue"],
    "care_services": ["Fernlea Care"],
    "hair_and_beauty": ["Salon Marigold"],
    "agriculture_environmental_and_animal_care": ["Lowfield Farm", "Oakhill Vets"],
}

PROVIDERS = {
    "Moorland College": ["further_education", "t_level"],
    "Riverside Sixth Form College": ["sixth_form_college"],
    "University of the Dales": ["university"],
    "Forge Training": ["training_provider", "apprenticeship"],
    "Moorland Apprenticeship Hub": ["apprenticeship", "higher_apprenticeship"],
}
