"""Forms about the programme, one module per subject."""
