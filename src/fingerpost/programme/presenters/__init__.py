"""How the programme looks on pages, one module per subject."""
