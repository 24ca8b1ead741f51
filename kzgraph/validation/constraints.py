"""From the results of a SHACL engine to findings that a curator can act on."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from kzgraph.catalogue.queries import nearest
from kzgraph.errors import shown
from kzgraph.rdf.terms import RDF, SH, Term, local_name, shrink
from kzgraph.validation.findings import Finding, Language, Level
from kzgraph.validation.shacl import Result
from kzgraph.validation.shapes import Shape, Shapes, key, said_in, term
from kzgraph.validation.wording import word, wording

if TYPE_CHECKING:
    from kzgraph.validation.checked_files import Material

_LEVELS: Final[dict[str, Level]] = {SH + "Warning": "warning", SH + "Info": "info"}
_SHOWN_VALUES: Final = 4
_TYPE: Final = RDF + "type"


def findings(
    results: Iterable[Result], shapes: Shapes, material: "Material", language: Language
) -> list[Finding]:
    """Return one finding for each result; results that say the same are said once."""
    teller = _Teller(shapes, material, language)
    return list(dict.fromkeys(teller.finding(result) for result in results))


class _Teller:
    """Says what results mean."""

    def __init__(self, shapes: Shapes, material: "Material", language: Language) -> None:
        self._shapes = shapes
        self._material = material
        self._language = language
        self._typed: list[str] | None = None

    def finding(self, result: Result) -> Finding:
        shape = self._shapes.all.get(_key(result.shape)) or Shape(_key(result.shape), "shape", {})
        component = local_name(result.component).removesuffix("ConstraintComponent")
        message, solution = self._say(component, result, shape)
        rule = shape.text(SH + "message", self._language) or _own_message(result, component, self._language)
        if rule:
            message = rule if component not in _KNOWN else f"{message} {rule}"
        focus, path = _key(result.focus), result.path.value if result.path else None
        return Finding(
            shape.id,
            _LEVELS.get(result.severity, "error"),
            message,
            solution,
            focus,
            path,
            result.value,
            component=result.component,
        )

    def _say(self, component: str, result: Result, shape: Shape) -> tuple[str, str]:
        """Return what is wrong and what to do, without the rule."""
        values = self._values(result)
        name = component
        if component in ("MinCount", "MaxCount") and (not values or self._limit(component, shape) == "0"):
            name = f"{component}-none"
        if component == "Datatype":
            name = self._datatype(result, shape)
        problem, solution = wording(name, self._language)
        of_value = self._short(result.value) if result.value else self._short(result.focus)
        path = shape.first("path")
        fields = {
            "focus": self._short(result.focus),
            "path": (
                self._short(result.path)
                if result.path
                else self._shapes.path(path, self._material.prefixes)
                if path is not None
                else "—"
            ),
            "value": of_value,
            "limit": self._limit(component, shape),
            "count": str(len(values)),
            "values": self._listed(values),
            "kind": self._kind(component, result.value or result.focus),
            "near": self._near(component, result, shape),
        }
        fields["at"] = word("at", self._language).format(**fields) if path is not None else ""
        return problem.format(**fields), solution.format(**fields)

    def _limit(self, component: str, shape: Shape) -> str:
        """Return the constraint's own value as text."""
        name = component[:1].lower() + component[1:]
        if component in ("QualifiedMinCount", "QualifiedMaxCount", "Node"):
            return ", ".join(self._short(term(node)) for node in shape.values(name))
        if component == "NodeKind":
            kind = shape.first(name)
            return word(local_name(kind.value), self._language) if kind is not None else ""
        nodes = shape.values(name)
        if component in ("In", "LanguageIn"):
            nodes = [each for start in nodes for each in self._shapes.members(start)]
            return self._listed([term(node) for node in nodes], 12)
        if component == "Pattern":
            return ", ".join(node.value for node in nodes)
        return ", ".join(self._short(term(node)) for node in nodes)

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
            return (
                shrink(value.datatype, self._material.prefixes)
                if value.datatype
                else word("plain", self._language)
            )
        if component != "Class":
            return word("IRI" if value.kind == "iri" else "BlankNode", self._language)
        types = [self._short(term(quad.object)) for quad in self._quads(value, _TYPE)]
        if types:
            return ", ".join(sorted(types))
        return word("untyped" if next(iter(self._quads(value, None)), None) else "nothing", self._language)

    def _near(self, component: str, result: Result, shape: Shape) -> str:
        """Return the names nearest to one that is wrong, as the end of a sentence; "" if there are none."""
        value = result.value
        names: Iterable[str] = ()
        given = self._short(value) if value else ""
        if component == "Class" and value and value.kind == "iri":
            if next(iter(self._quads(value, None)), None) is not None:
                return ""
            names = self._things()
        elif component == "In":
            nodes = [each for start in shape.values("in") for each in self._shapes.members(start)]
            names = [self._short(term(node)) for node in nodes]
        elif component == "Closed" and result.path:
            given = self._short(result.path)
            names = self._allowed(shape)
        found = nearest(given, names, 2) if given else []
        found = [name for name in found if name != given]
        return word("near", self._language).format(near=", ".join(found)) if found else ""

    def _allowed(self, shape: Shape) -> list[str]:
        """Return the short names of the properties that a closed shape knows (SHACL 4.8.1)."""
        children = (self._shapes.all[name] for name in self._shapes.children(shape))
        paths = [child.first("path") for child in children]
        paths += [each for start in shape.values("ignoredProperties") for each in self._shapes.members(start)]
        return [self._short(term(path)) for path in paths if path is not None]

    def _things(self) -> list[str]:
        """Return the short names of all things that have a class."""
        if self._typed is None:
            from pyoxigraph import NamedNode

            quads = self._material.store.quads_for_pattern(None, NamedNode(_TYPE), None)
            self._typed = sorted({self._short(term(quad.subject)) for quad in quads})
        return self._typed

    def _values(self, result: Result) -> list[Term]:
        """Return what the focus node has with the path, if that is just a property."""
        if result.path is None:
            return []
        found = (term(quad.object) for quad in self._quads(result.focus, result.path.value))
        return sorted(found, key=lambda value: value.n3())

    def _quads(self, subject: Term, predicate: str | None) -> Any:
        from pyoxigraph import BlankNode, NamedNode

        if subject.kind == "literal":
            return ()
        node = NamedNode(subject.value) if subject.kind == "iri" else BlankNode(subject.value)
        return self._material.store.quads_for_pattern(node, NamedNode(predicate) if predicate else None, None)

    def _listed(self, values: list[Term], limit: int = _SHOWN_VALUES) -> str:
        names = [self._short(value) for value in values[:limit]]
        if len(values) > limit:
            names.append(word("more", self._language).format(count=len(values) - limit))
        return ", ".join(names)

    def _short(self, value: Term) -> str:
        if value.kind == "bnode":  # its name is nobody's
            return word("BlankNode", self._language)
        return short(value, self._material.prefixes)


def short(value: Term, prefixes: Any) -> str:
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


def _key(value: Term) -> str:
    return f"_:{value.value}" if value.kind == "bnode" else value.value


#: The components that need no message of their own to be understood.
_KNOWN: Final = frozenset(
    (  # noqa: SIM905 - nobody reads thirty quotation marks
        "MinCount MaxCount Datatype Class NodeKind In LanguageIn UniqueLang Pattern MinLength MaxLength "
        "MinInclusive MaxInclusive MinExclusive MaxExclusive LessThan LessThanOrEquals Equals "
        "Disjoint HasValue "
        "Closed Node Not And Or Xone QualifiedMinCount QualifiedMaxCount"
    ).split()
)


def _own_message(result: Result, component: str, language: Language) -> str:
    """Return the engine's message where the shape has none and ours would not do."""
    return "" if component in _KNOWN else said_in(result.messages, language)


__all__ = ["findings", "key", "short"]
