"""The items that a thing may be, as a page: the best first, the near misses with what speaks against them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from kzgraph.rdf.qids import ENTITY
from kzgraph.rdf.terms import XSD, iri, literal
from kzgraph.render.page import Entry, Page, Section
from kzgraph.sparql.results import Result

if TYPE_CHECKING:
    from kzgraph.wikidata.scoring import Candidate

__all__ = ["candidates_page"]

_TITLES: Final = {"likely": "Likely", "possible": "Possible", "unlikely": "Unlikely", "no": "Not this"}
#: A suggested reason is no longer than this, so that the line can be read.
_LONGEST: Final = 160


def candidates_page(short: str, label: str, found: Sequence[Candidate], left_out: int = 0) -> Page:
    """Arrange the candidates for the thing called *label*; *short* names it on the command line.

    *left_out* is how many more there are.
    """
    sections = []
    for verdict, title in _TITLES.items():
        entries = [_entry(short, each) for each in found if each.verdict == verdict]
        if entries:
            sections.append(Section(title, entries))
    lines = [f"{len(found)} found" + (f", {left_out} more left out (--limit)" if left_out else "")]
    lines.append("An item is the same only if you have made sure of it: look at its page before you link it.")
    data = {"thing": short, "label": label, "left_out": left_out, "candidates": [*map(asdict, found)]}
    return Page(f"Items that {label} ({short}) may be", lines, sections, data, _rows(found))


def link_line(short: str, candidate: Candidate) -> str:
    """Return the command line that links the thing to the item, with the best reasons filled in."""
    why = ""
    for reason in candidate.reasons:
        if len(why) + len(reason) > _LONGEST and why:
            break
        why += f"{'; ' if why else ''}{reason}"
    sentence = why[:1].upper() + why[1:] + "." if why else "…"
    quoted = f'"{sentence}"' if not re.search(r'["$`\\!]', sentence) else shlex.quote(sentence)
    return f"kzgraph wikidata link {shlex.quote(short)} {candidate.item} --why {quoted}"


def _entry(short: str, candidate: Candidate) -> Entry:
    named = candidate.label if candidate.label != candidate.item else "no label"
    text = f"{candidate.item} {named}, score {candidate.score}"
    if candidate.description:
        text += f": {candidate.description}"
    notes = [("note", f"+ {reason}") for reason in candidate.reasons]
    notes += [("note", f"- {objection}") for objection in candidate.objections]
    if candidate.linked:
        notes.append(("note", f"{short} is linked to it already."))
    elif candidate.verdict in ("likely", "possible"):
        notes.append(("command", link_line(short, candidate)))
    return Entry(text, "", notes)


def _rows(found: Sequence[Candidate]) -> Result:
    columns = ("item", "label", "description", "score", "verdict", "reasons", "objections")
    rows = []
    for each in found:
        score = literal(str(each.score), datatype=XSD + "integer")
        texts = (each.verdict, "; ".join(each.reasons), "; ".join(each.objections))
        head = (iri(ENTITY + each.item), literal(each.label), literal(each.description), score)
        rows.append((*head, *map(literal, texts)))
    return Result.of_rows(columns, rows)
