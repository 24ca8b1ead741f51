"""The ground: terms and prefixes, dates in EDTF, spellings of names, identifiers of Wikidata."""
