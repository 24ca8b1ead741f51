"""Reading shapes: what they are called, which nodes they look at, and what in them no engine would notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from kzgraph.errors import GraphLoadError, Problem
from kzgraph.rdf.terms import OWL, RDF, RDFS, SH, local_name, shrink
from kzgraph.validation.findings import Language

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from kzgraph.validation.checked_files import Checked

__all__ = ["TERMS", "Node", "Shape", "Shapes", "described", "key", "text_in"]

Node = Any  # a node of pyoxigraph: NamedNode, BlankNode or Literal

#: The properties by which one shape leads to another on the same nodes, or on the values of its path.
_LINKS: Final = ("property", "node", "not", "qualifiedValueShape")
_LIST_LINKS: Final = ("and", "or", "xone")
_TARGETS: Final = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")

#: All terms of SHACL Core and SHACL-SPARQL (W3C Recommendation of 20 July 2017) without their namespace.
TERMS: Final = frozenset(
    (  # noqa: SIM905 - nobody reads two hundred quotation marks
        "AbstractResult BlankNode BlankNodeOrIRI BlankNodeOrLiteral ConstraintComponent IRI IRIOrLiteral "
        "Info Literal NodeKind NodeShape Parameter Parameterizable PrefixDeclaration PropertyGroup "
        "PropertyShape ResultAnnotation SPARQLAskExecutable SPARQLAskValidator SPARQLConstraint "
        "SPARQLExecutable SPARQLSelectExecutable SPARQLSelectValidator Severity Shape ValidationReport "
        "ValidationResult Validator Violation Warning alternativePath and annotationProperty "
        "annotationValue annotationVarName ask class closed conforms datatype deactivated declare "
        "defaultValue description detail disjoint entailment equals flags focusNode group hasValue "
        "ignoredProperties in inversePath labelTemplate languageIn lessThan lessThanOrEquals maxCount "
        "maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive minLength name "
        "namespace node nodeKind nodeValidator not oneOrMorePath optional or order parameter path pattern "
        "prefix prefixes property propertyValidator qualifiedMaxCount qualifiedMinCount qualifiedValueShape "
        "qualifiedValueShapesDisjoint result resultAnnotation resultMessage resultPath resultSeverity "
        "select severity shapesGraph shapesGraphWellFormed sourceConstraint sourceConstraintComponent "
        "sourceShape sparql suggestedShapesGraph targetClass targetNode targetObjectsOf targetSubjectsOf "
        "uniqueLang validator value xone zeroOrMorePath zeroOrOnePath AndConstraintComponent "
        "ClassConstraintComponent ClosedConstraintComponent DatatypeConstraintComponent "
        "DisjointConstraintComponent EqualsConstraintComponent HasValueConstraintComponent "
        "InConstraintComponent LanguageInConstraintComponent LessThanConstraintComponent "
        "LessThanOrEqualsConstraintComponent MaxCountConstraintComponent MaxExclusiveConstraintComponent "
        "MaxInclusiveConstraintComponent MaxLengthConstraintComponent MinCountConstraintComponent "
        "MinExclusiveConstraintComponent MinInclusiveConstraintComponent MinLengthConstraintComponent "
        "NodeConstraintComponent NodeKindConstraintComponent NotConstraintComponent OrConstraintComponent "
        "PatternConstraintComponent PropertyConstraintComponent PropertyShapeComponent "
        "QualifiedMaxCountConstraintComponent QualifiedMinCountConstraintComponent "
        "SPARQLConstraintComponent UniqueLangConstraintComponent XoneConstraintComponent"
    ).split()
)


@dataclass(slots=True)
class Shape:
    """A shape by its *key* (IRI, or ``_:label``): its *id*, and what is said of it by predicate.

    *parents* are the keys of the shapes that lead to it.
    """

    key: str
    id: str
    said: dict[str, list[Node]]
    parents: list[str] = field(default_factory=list)

    def values(self, name: str) -> list[Node]:
        """Return the values of a property of SHACL (``minCount``)."""
        return self.said.get(SH + name, [])

    def first(self, name: str) -> Node | None:
        """Return the first value of a property of SHACL."""
        return next(iter(self.values(name)), None)

    def text(self, predicate: str, language: Language) -> str:
        """Return the text of a property in a language, else in English, else any; "" if there is none."""
        return text_in(self.said.get(predicate, ()), language)

    @property
    def is_property(self) -> bool:
        """Whether it is a property shape."""
        return SH + "path" in self.said

    @property
    def has_target(self) -> bool:
        """Whether it says itself which nodes it is for."""
        return any(self.values(name) for name in _TARGETS) or self.is_class

    @property
    def is_class(self) -> bool:
        """Whether it is a class as well, and so for all its instances."""
        types = {node.value for node in self.said.get(RDF + "type", ())}
        return bool(types & {RDFS + "Class", OWL + "Class"}) and SH + "NodeShape" in types

    @property
    def is_active(self) -> bool:
        """Whether it is not deactivated."""
        return not any(node.value in ("true", "1") for node in self.values("deactivated"))


class Shapes:
    """The shapes of some checked. Raises GraphLoadError if they are recursive."""

    def __init__(self, checked: Checked) -> None:
        self._checked = checked
        self._about = described(checked.shape_triples)
        self.all = {name: Shape(name, "", self._about.get(name, {})) for name in self._named()}
        for shape in list(self.all.values()):
            for child in self.children(shape):
                if shape.key not in self.all[child].parents:
                    self.all[child].parents.append(shape.key)
        for shape in self.all.values():
            shape.id = self._id(shape)
        self._refuse_recursion()

    def by_id(self, name: str) -> Shape | None:
        """Return the shape with that id."""
        return next((shape for shape in self.all.values() if shape.id == name), None)

    def describes(self, name: str) -> bool:
        """Tell whether the shapes' files say something of an IRI: a shape, or what belongs to one."""
        return name in self._about

    def targets(self) -> list[str]:
        """Return the IRIs of the active shapes with targets; empty if one has no IRI or is a class."""
        found = [shape for shape in self.all.values() if shape.has_target and shape.is_active]
        if any(shape.key.startswith("_:") or shape.is_class for shape in found):
            return []
        return [shape.key for shape in found]

    def children(self, shape: Shape) -> list[str]:
        """Return the keys of the shapes to which this one leads."""
        return [name for name in self._linked(shape.said) if name in self.all]

    def _linked(self, said: Mapping[str, list[Node]]) -> list[str]:
        """Return the keys of all to which a node leads as to a shape."""
        nodes = [node for name in _LINKS for node in said.get(SH + name, ())]
        starts = [start for name in _LIST_LINKS for start in said.get(SH + name, ())]
        return [key(node) for node in (*nodes, *(node for start in starts for node in self.members(start)))]

    def members(self, start: Node) -> list[Node]:
        """Return the members of an RDF list."""
        found: list[Node] = []
        seen: set[str] = set()
        while start is not None and start.value != RDF + "nil" and key(start) not in seen:
            seen.add(key(start))
            of = self._about.get(key(start), {})
            found += of.get(RDF + "first", [])[:1]
            start = next(iter(of.get(RDF + "rest", [])), None)
        return found

    def path(self, node: Node, prefixes: Mapping[str, str] | None = None) -> str:
        """Return a SHACL path as SPARQL writes it; with *prefixes* shortened, for people."""
        if _is_iri(node):
            return shrink(node.value, prefixes) if prefixes is not None else f"<{node.value}>"
        of = self._about.get(key(node), {})
        for name, before, after in (
            ("inversePath", "^", ""),
            ("zeroOrMorePath", "", "*"),
            ("oneOrMorePath", "", "+"),
            ("zeroOrOnePath", "", "?"),
        ):
            if of.get(SH + name):
                return f"{before}{self._part(of[SH + name][0], prefixes)}{after}"
        parts, between = (
            (self.members(of[SH + "alternativePath"][0]), "|")
            if of.get(SH + "alternativePath")
            else (self.members(node), "/")
        )
        return between.join(self._part(part, prefixes) for part in parts)

    def _part(self, node: Node, prefixes: Mapping[str, str] | None) -> str:
        """Return a part of a path, in brackets if it is not just a property."""
        text = self.path(node, prefixes)
        return text if _is_iri(node) else f"({text})"

    def sh_terms(self) -> Iterator[tuple[str, str]]:
        """Yield each use of a term of SHACL's namespace: the term without it, and the subject's key."""
        for subject, of in self._about.items():
            for predicate, values in of.items():
                for value in (predicate, *(getattr(node, "value", "") for node in values if _is_iri(node))):
                    if value.startswith(SH):
                        yield value[len(SH) :], subject

    def _named(self) -> list[str]:
        """Return the keys of all shapes, in the order of the files."""
        kinds = {SH + "NodeShape", SH + "PropertyShape"}
        linked = {name for of in self._about.values() for name in self._linked(of)}
        return [
            name
            for name, of in self._about.items()
            if name in linked
            or kinds & {node.value for node in of.get(RDF + "type", ())}
            or any(SH + target in of for target in _TARGETS)
        ]

    def _id(self, shape: Shape) -> str:
        if not shape.key.startswith("_:"):
            return local_name(shape.key)
        owner = next((self.all[name] for name in shape.parents), None)
        own = shape.first("path")
        name = local_name(own.value) if own is not None and _is_iri(own) else ""
        while owner is not None and owner.key.startswith("_:") and owner.parents:
            owner = self.all[owner.parents[0]]
        return "-".join(part for part in (local_name(owner.key) if owner else "", name) if part) or "shape"

    def _refuse_recursion(self) -> None:
        """Raise GraphLoadError if a shape leads to itself: SHACL leaves open what that means."""
        done: set[str] = set()
        for start in self.all:
            trail: list[tuple[str, Iterator[str]]] = [(start, iter(self.children(self.all[start])))]
            on_trail = {start}
            while trail:
                name, rest = trail[-1]
                child = next(rest, None)
                if child is None:
                    trail.pop()
                    on_trail.discard(name)
                    done.add(name)
                elif child in on_trail:
                    names = [each for each, _ in trail]
                    raise self._recursive([*names[names.index(child) :], child])
                elif child not in done:
                    trail.append((child, iter(self.children(self.all[child]))))
                    on_trail.add(child)

    def _recursive(self, trail: Sequence[str]) -> GraphLoadError:
        names = " → ".join(shrink(name, self._checked.prefixes) for name in trail)
        message = f"the shape leads to itself: {names}"
        places = [Problem(*place, message) for place in self._checked.positions.subjects(trail[0])]
        problem = next(iter(places), Problem(self._checked.shapes[0][0], None, None, message))
        return GraphLoadError(
            "The shapes cannot be used: they are recursive.",
            [problem],
            hint="SHACL leaves open what recursive shapes mean. Say it without the circle, or write a rule.",
        )


def described(triples: Iterable[Triple]) -> dict[str, dict[str, list[Node]]]:
    """Return what triples say: the objects by the key of the subject and by predicate."""
    about: dict[str, dict[str, list[Node]]] = {}
    for triple in triples:
        about.setdefault(key(triple.subject), {}).setdefault(triple.predicate.value, []).append(triple.object)
    return about


def key(node: Node) -> str:
    """Return the IRI of a node, or ``_:label``."""
    return f"_:{node.value}" if type(node).__name__ == "BlankNode" else str(getattr(node, "value", node))


def text_in(nodes: Sequence[Node], language: Language) -> str:
    """Return the text in a language, else in English, else without a language, else any."""
    texts = {(getattr(node, "language", None) or "").lower().partition("-")[0]: node.value for node in nodes}
    for wanted in (language, "en", ""):
        if wanted in texts:
            return str(texts[wanted])
    return str(next(iter(texts.values()), ""))


def _is_iri(node: Node | None) -> bool:
    return type(node).__name__ == "NamedNode"
