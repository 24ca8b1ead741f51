"""From the results of a SHACL engine to findings that a curator can act on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from kzgraph.catalogue.queries import nearest
from kzgraph.errors import shown
from kzgraph.rdf.terms import RDF, SH, Term, iri, local_name, shrink, term_of
from kzgraph.validation.findings import Finding, Language, Level
from kzgraph.validation.shacl import Result
from kzgraph.validation.shapes import Node, Shape, Shapes, text_in
from kzgraph.validation.texts import near
from kzgraph.validation.wording import COMPONENTS, word, wording

if TYPE_CHECKING:
    from kzgraph.validation.checked_files import Checked

__all__ = ["LEVEL_OF", "findings", "short"]

#: The level of a severity of SHACL; any other is an error.
LEVEL_OF: Final[dict[str, Level]] = {SH + "Warning": "warning", SH + "Info": "info"}
_SHOWN_VALUES: Final = 4
_TYPE: Final = RDF + "type"
_TYPED: Final = "SELECT DISTINCT ?thing { ?thing a ?class FILTER(ISIRI(?thing)) }"


def findings(
    results: Iterable[Result], shapes: Shapes, checked: Checked, language: Language
) -> list[Finding]:
    """Return one finding for each result; results that say the same are said once."""
    teller = _Teller(shapes, checked, language)
    return list(dict.fromkeys(teller.finding(result) for result in results))


class _Teller:
    """Says what results mean."""

    def __init__(self, shapes: Shapes, checked: Checked, language: Language) -> None:
        self._shapes = shapes
        self._checked = checked
        self._language = language
        self._typed: list[str] | None = None

    def finding(self, result: Result) -> Finding:
        shape = self._shapes.all.get(result.shape.key) or Shape(result.shape.key, "shape", {})
        component = local_name(result.component).removesuffix("ConstraintComponent")
        message, solution = self._say(component, result, shape)
        rule = shape.text(SH + "message", self._language)
        if component in COMPONENTS:
            message = f"{message} {rule}" if rule else message
        else:  # the engine's message, where the shape has none and ours would not do
            message = rule or text_in(result.messages, self._language) or message
        level = LEVEL_OF.get(result.severity, "error")
        triple = result.focus.key, result.path.value if result.path else None, result.value
        return Finding(shape.id, level, message, solution, *triple, component=result.component)

    def _say(self, component: str, result: Result, shape: Shape) -> tuple[str, str]:
        """Return what is wrong and what to do, without the rule."""
        values = self._values(result)
        name = component
        if component in ("MinCount", "MaxCount") and (not values or self._limit(component, shape) == "0"):
            name = f"{component}-none"
        if component == "Datatype":
            name = self._datatype(result, shape)
        problem, solution = wording(name, self._language)
        value, path = result.value or result.focus, shape.first("path")
        fields = {
            "focus": self._short(result.focus),
            "path": "—" if path is None else self._shapes.path(path, self._checked.prefixes),
            "value": self._short(value),
            "limit": self._limit(component, shape),
            "count": str(len(values)),
            "values": self._listed(values),
            "kind": self._kind(component, value),
            "near": self._near(component, result, shape),
        }
        if result.path:
            fields["path"] = self._short(result.path)
        fields["at"] = word("at", self._language).format(**fields) if path is not None else ""
        return problem.format(**fields), solution.format(**fields)

    def _limit(self, component: str, shape: Shape) -> str:
        """Return the constraint's own value as text."""
        nodes = shape.values(component[:1].lower() + component[1:])
        if component in ("In", "LanguageIn"):
            return self._listed(self._members(nodes), 12)
        if component == "NodeKind":
            return ", ".join(word(local_name(node.value), self._language) for node in nodes[:1])
        if component == "Pattern":
            return ", ".join(node.value for node in nodes)
        return self._listed(list(map(term_of, nodes)), len(nodes))

    def _datatype(self, result: Result, shape: Shape) -> str:
        wanted = {node.value for node in shape.values("datatype")}
        value = result.value
        if value is None or value.kind != "literal":
            return "Datatype"
        if value.datatype in wanted:
            return "Datatype-form"
        return "Datatype-language" if wanted == {RDF + "langString"} and not value.language else "Datatype"

    def _kind(self, component: str, value: Term) -> str:
        """Say what a value is."""
        if value.kind == "literal":
            if component == "Class" or component == "NodeKind":
                return word("Literal", self._language)
            if value.language:
                return word("tagged", self._language)
            datatype = value.datatype
            return shrink(datatype, self._checked.prefixes) if datatype else word("plain", self._language)
        if component != "Class":
            return word("IRI" if value.kind == "iri" else "BlankNode", self._language)
        types = self._objects(value, _TYPE)
        if types:
            return ", ".join(sorted(map(self._short, types)))
        return word("untyped" if self._is_subject(value) else "nothing", self._language)

    def _near(self, component: str, result: Result, shape: Shape) -> str:
        """Return the names nearest to one that is wrong, as the end of a sentence; "" if there are none."""
        value = result.value
        names: Iterable[str] = ()
        given = self._short(value) if value else ""
        if component == "Class" and value and value.kind == "iri":
            names = () if self._is_subject(value) else self._things()
        elif component == "In":
            names = map(self._short, self._members(shape.values("in")))
        elif component == "Closed" and result.path:
            given = self._short(result.path)
            names = self._allowed(shape)
        found = nearest(given, names, 2) if given else []
        return near([name for name in found if name != given], self._language)

    def _allowed(self, shape: Shape) -> list[str]:
        """Return the short names of the properties that a closed shape knows (SHACL 4.8.1)."""
        children = (self._shapes.all[name] for name in self._shapes.children(shape))
        paths = [term_of(path) for child in children if (path := child.first("path")) is not None]
        return [*map(self._short, [*paths, *self._members(shape.values("ignoredProperties"))])]

    def _members(self, starts: Iterable[Node]) -> list[Term]:
        return [term_of(node) for start in starts for node in self._shapes.members(start)]

    def _things(self) -> list[str]:
        """Return the short names of all things that have a class."""
        if self._typed is None:
            self._typed = sorted({self._short(iri(name)) for name in self._checked.graph.values(_TYPED)})
        return self._typed

    def _values(self, result: Result) -> list[Term]:
        """Return what the focus node has with the path, if that is just a property."""
        found = self._objects(result.focus, result.path.value) if result.path else []
        return sorted(found, key=lambda value: value.n3())

    def _objects(self, subject: Term, predicate: str) -> list[Term]:
        return list(map(term_of, self._checked.objects(_node(subject), predicate)))

    def _is_subject(self, value: Term) -> bool:
        return next(self._checked.store.quads_for_pattern(_node(value), None, None), None) is not None

    def _listed(self, values: list[Term], limit: int = _SHOWN_VALUES) -> str:
        names = [self._short(value) for value in values[:limit]]
        if len(values) > limit:
            names.append(word("more", self._language).format(count=len(values) - limit))
        return ", ".join(names)

    def _short(self, value: Term) -> str:
        if value.kind == "bnode":  # its name is nobody's
            return word("BlankNode", self._language)
        return short(value, self._checked.prefixes)


def short(value: Term, prefixes: Mapping[str, str]) -> str:
    """Return a term for a sentence: a short name, a number, or text in quotation marks, cut if it is long."""
    if value.kind == "iri":
        return shrink(value.value, prefixes)
    if value.kind == "bnode":
        return f"_:{value.value}"
    text = shown(value.value, 80).replace("'", '"', 1)
    text = f'{text[:-1]}"' if text.endswith("'") else text
    if value.language:
        return f"{text}@{value.language}"
    if value.datatype is None:
        return text
    name = local_name(value.datatype)
    if name in ("integer", "decimal", "double", "boolean") and value.python != value.value:
        return value.value
    return f"{text}^^{shrink(value.datatype, prefixes)}"


def _node(value: Term) -> Node:
    from pyoxigraph import BlankNode, Literal, NamedNode

    return {"iri": NamedNode, "bnode": BlankNode, "literal": Literal}[value.kind](value.value)
