"""How interviews and plans look on pages, one module per subject."""
