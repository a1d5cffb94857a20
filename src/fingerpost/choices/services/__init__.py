"""Writing choices, applications, predicted grades and documents."""
