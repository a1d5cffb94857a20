"""Reading choices, applications, predicted grades and documents."""
