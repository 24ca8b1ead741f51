"""From names to things and back: labels, search, and what a person calls a thing."""
