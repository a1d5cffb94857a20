"""Reading the programme, one module per subject."""
