"""A small graph that is right in every way, to be made wrong in one, for the tests of validation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

PREFIXES = """\
@prefix ch: <https://example.org/chess/ontology#> .
@prefix ex: <https://example.org/chess/id/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix kzo: <https://w3id.org/kzgraph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
#: The line on which the body of a file begins.
FIRST = PREFIXES.count("\n") + 1

ONTOLOGY = """\
ch:Club a owl:Class ; rdfs:label "club"@en, "клуб"@ru ; skos:definition "People who play."@en ; owl:disjointWith ch:Person .
ch:Person a owl:Class ; rdfs:label "person"@en, "человек"@ru ; rdfs:comment "Whoever plays."@en .
ch:boards a owl:DatatypeProperty ; rdfs:label "boards"@en, "доски"@ru ; rdfs:comment "How many."@en ; rdfs:range xsd:integer .
ch:captain a owl:ObjectProperty ; rdfs:label "captain"@en, "капитан"@ru ; rdfs:comment "Who leads."@en ;
    rdfs:domain ch:Club ; rdfs:range ch:Person .
"""
DATA = """\
ex:knights a ch:Club ;
    ch:boards 8 ;
    ch:captain ex:ann .
"""
PEOPLE = """\
ex:ann a ch:Person .
ex:bob a ch:Person .
"""
SHAPES = """\
ch:ClubShape a sh:NodeShape ; sh:targetClass ch:Club ; sh:property ch:Club-boards, ch:Club-captain .
ch:Club-boards a sh:PropertyShape ; sh:path ch:boards ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:integer ;
    sh:minInclusive 1 ; sh:name "boards"@en ; sh:description "Nobody plays without a board."@en ;
    kzo:rightExample "ex:knights ch:boards 8 ." ; kzo:wrongExample "ex:knights ch:boards 0 ." ;
    sh:message "A club has a number of boards."@en, "У клуба есть число досок."@ru .
ch:Club-captain a sh:PropertyShape ; sh:path ch:captain ; sh:class ch:Person .
"""
RULE = """\
#+ summary: A captain leads two clubs
#+ level: warning
#+ problem: Nobody can play twice at once.
#+ solution: Choose another captain for one of them.
#+ columns:
#+   club: The club
#+   property: The property
#+   value: The captain
PREFIX ch: <https://example.org/chess/ontology#>
SELECT ?club ?property ?value {
  BIND(ch:captain AS ?property)
  ?club ch:captain ?value . ?other ch:captain ?value FILTER(?club != ?other)
}
ORDER BY ?club
"""
FILES = {
    "ontology/chess.ttl": PREFIXES + ONTOLOGY,
    "data/clubs.ttl": PREFIXES + DATA,
    "data/people.ttl": PREFIXES + PEOPLE,
    "shapes/club.ttl": PREFIXES + SHAPES,
    "queries/verify/two-clubs.rq": RULE,
}


def club(folder: Path, changes: Mapping[str, str | None] | None = None, **replaced: str) -> Path:
    """Write the graph; *changes* are whole files (None: none), *replaced* are old texts and new, in any file.

    A replacement is written ``old="…", new="…"``.
    """
    files: dict[str, str | None] = {**FILES, **(changes or {})}
    if replaced:
        holding = [name for name, text in files.items() if text and replaced["old"] in text]
        assert holding, "nothing to replace"
        for name in holding:
            files[name] = (files[name] or "").replace(replaced["old"], replaced["new"])
    for name, text in files.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
    return folder
