"""Links to Wikidata: what the two graphs agree on, where they differ, and what each lacks."""
