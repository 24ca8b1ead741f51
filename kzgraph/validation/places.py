"""Giving findings their places: the offending triple if it is there, else the subject."""

from dataclasses import replace

from kzgraph.turtle.positions import Place, Positions
from kzgraph.validation.findings import Finding

#: Components whose results name no value although there are some: the last of them is shown.
_OF_VALUES = ("MaxCountConstraintComponent", "UniqueLangConstraintComponent")


def placed(finding: Finding, positions: Positions, subject: str | None = None) -> Finding:
    """Return the finding with its place, and the other places where the thing is a subject.

    *subject* is that of the offending triple, if it is not the thing that the finding is about. Of a thing
    that is a subject in several files, the place is in the file that says of what type it is.
    """
    if finding.file is not None or finding.focus is None:
        return finding
    places = positions.subjects(finding.focus)
    main = _of_triple(finding, positions, subject)
    if main is None:
        main = places[0] if places else positions.term(finding.focus)
    if main is None and subject is not None:
        main = next(iter(positions.subjects(subject)), None)
    if main is None:
        return finding
    others = tuple(place for place in places if place.file != main.file)
    return replace(finding, file=main.file, line=main.line, column=main.column, also=others)


def _of_triple(finding: Finding, positions: Positions, subject: str | None) -> Place | None:
    if finding.focus is None or finding.property is None:
        return None
    for each in (finding.focus, subject):
        if each is not None and finding.value is not None:
            found = positions.triple(each, finding.property, finding.value)
            if found is not None:
                return found
    if finding.component.endswith(_OF_VALUES):
        values = positions.values(finding.focus, finding.property)
        return values[-1] if values else None
    return None
