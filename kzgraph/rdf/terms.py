"""RDF terms as kzgraph hands them out, the namespaces it knows, and the short forms of IRIs.

Terms follow RDF 1.1 Concepts; their written form follows N-Triples, which SPARQL and Turtle read as well.
"""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from kzgraph.errors import KzgraphError

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

    #: What a term can be in Python. A datetime is a date for the type checker, too.
    PythonValue = str | int | float | bool | Decimal | datetime.date

KZO: Final = "https://w3id.org/kzgraph/ontology#"
KZ: Final = "https://w3id.org/kzgraph/id/"
EDTF: Final = "http://id.loc.gov/datatypes/edtf/"
WIKIBASE: Final = "http://wikiba.se/ontology#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
ORG: Final = "http://www.w3.org/ns/org#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
PROV: Final = "http://www.w3.org/ns/prov#"
SCHEMA: Final = "https://schema.org/"
SH: Final = "http://www.w3.org/ns/shacl#"

#: Prefixes that are known without being declared in the graph's own files.
PREFIXES: Final[Mapping[str, str]] = {
    "kzo": KZO,
    "kz": KZ,
    "edtf": EDTF,
    "wikibase": WIKIBASE,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "org": ORG,
    "foaf": FOAF,
    "prov": PROV,
    "schema": SCHEMA,
    "sh": SH,
}

EDTF_LITERAL: Final = EDTF + "EDTF"
XSD_STRING: Final = XSD + "string"
XSD_DATE: Final = XSD + "date"

#: The datatypes whose values are whole numbers (XML Schema 1.1, part 2, section 3.4).
INTEGERS: Final = frozenset(
    f"{XSD}{sign}{name}"
    for sign, names in {
        "": ("integer", "long", "int", "short", "byte"),
        "unsigned": ("Long", "Int", "Short", "Byte"),
        "non": ("NegativeInteger", "PositiveInteger"),
        "positive": ("Integer",),
        "negative": ("Integer",),
    }.items()
    for name in names
)

# What an IRI may not contain between < and > (SPARQL 1.1 and Turtle, rule IRIREF).
_NOT_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')
# What RFC 3987 leaves out besides: surrogates, private use (which may stand in a query only), what is no
# character, specials and tags. Engines take such an IRI for a mistake in the query.
_NO_IRI_CHARACTER: Final = (
    "[\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_TO_ESCAPE: Final = r'[\x00-\x1f\x7f"\\]'
_TO_ESCAPE_SPARQL: Final = r'[\x00-\x1f\x7f"]|\\[uU]?'
# A local name that needs no escapes in Turtle and SPARQL (a subset of PN_LOCAL on which all parsers agree).
_LOCAL: Final = re.compile(r"[^\W]([\w.-]*[\w-])?")
_LOCAL_ESCAPE: Final = r"\\([_~.\-!$&'()*+,;=/?#@%])"


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    return _ESCAPES.get(found) or f"\\u{ord(found):04X}"


def _escape_sparql(match: re.Match[str]) -> str:
    found = match.group()
    if len(found) == 2:  # a backslash before u
        return f"\\\\\\U{ord(found[1]):08X}"
    return _ESCAPES.get(found) or f"\\U{ord(found):08X}"


def _escape_iri(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04X}"


class Term(NamedTuple):
    """An RDF term: an IRI, a literal or a blank node. Immutable and hashable.

    *value* is the IRI, the lexical form or the blank node's label. *language* is the tag of a language-tagged
    string; *datatype* is the datatype's IRI, None for language-tagged and for plain strings (``xsd:string``).
    """

    kind: Literal["iri", "literal", "bnode"]
    value: str
    language: str | None = None
    datatype: str | None = None

    def __str__(self) -> str:
        return self.value

    @property
    def key(self) -> str:
        """What tells the term from all other IRIs and blank nodes: the value, ``_:label`` of a blank node."""
        return f"_:{self.value}" if self.kind == "bnode" else self.value

    @property
    def python(self) -> "PythonValue":
        """The value as a Python object by the datatype: int, Decimal, float, bool, date or datetime.

        Everything else, and a literal whose lexical form does not fit its datatype or Python's range (a date
        in the year 12000, a date with a time zone), is its ``value`` as str.
        """
        if self.datatype is None or not self.datatype.startswith(XSD):
            return self.value
        return _python_value(self.value, self.datatype)

    def n3(self) -> str:
        """Write the term as N-Triples and Turtle do: in full, with everything escaped that must be."""
        if self.kind == "iri":
            return f"<{_NOT_IN_IRI.sub(_escape_iri, self.value)}>"
        if self.kind == "bnode":
            return f"_:{self.value}"
        return self._annotated(re.sub(_TO_ESCAPE, _escape, self.value))

    def sparql(self) -> str:
        r"""Write the term as SPARQL reads it, whatever the engine does with ``\u`` first.

        SPARQL 1.1, section 19.2, has codepoint escapes decoded before the text is parsed. Engines that do so
        blindly read ``\\u0022`` (a backslash, then ``u0022``) as a backslash and a quotation mark, which
        would end the string. Hence no backslash of the value is ever left in front of a ``u``,
        and escapes have the eight digits that rdflib takes even from ``\u``.
        """
        if self.kind != "literal":
            return self.n3()
        return self._annotated(re.sub(_TO_ESCAPE_SPARQL, _escape_sparql, self.value))

    def _annotated(self, escaped: str) -> str:
        if self.language:
            return f'"{escaped}"@{self.language}'
        return f'"{escaped}"^^<{self.datatype}>' if self.datatype else f'"{escaped}"'


def _python_value(value: str, datatype: str) -> "PythonValue":
    """Return the Python value of a literal with an XML Schema datatype, *value* itself when there is none."""
    try:
        if datatype in INTEGERS:
            return int(value)
        name = datatype[len(XSD) :]
        if name == "decimal":
            from decimal import Decimal

            number = Decimal(value)
            return number if number.is_finite() else value
        if name in ("double", "float"):
            return float(value.replace("INF", "inf"))
        if name == "boolean":
            return {"true": True, "1": True, "false": False, "0": False}[value]
        if name == "date":
            import datetime

            return datetime.date.fromisoformat(value) if len(value) == 10 else value
        if name == "dateTime":
            import datetime

            return datetime.datetime.fromisoformat(value)
    except (ValueError, ArithmeticError, KeyError):
        pass
    return value


def iri(value: str) -> Term:
    """Return the term for an IRI. Nothing is checked: see :func:`is_iri`."""
    return Term("iri", value)


def literal(value: str, *, language: str | None = None, datatype: str | None = None) -> Term:
    """Return a literal; ``xsd:string`` as *datatype* is the same as none."""
    return Term("literal", value, language, None if language or datatype == XSD_STRING else datatype)


def term_of(node: Any) -> Term:
    """Return a node of pyoxigraph as a term. Raises KzgraphError for a triple term of RDF 1.2."""
    kind = type(node).__name__
    if kind == "NamedNode":
        return Term("iri", node.value)
    if kind == "BlankNode":
        return Term("bnode", node.value)
    if kind != "Literal":
        raise KzgraphError("The answer holds an RDF 1.2 triple term, which kzgraph cannot show.")
    if node.language:
        return Term("literal", node.value, node.language)
    return literal(node.value, datatype=node.datatype.value)


def is_iri(text: str) -> bool:
    """Tell whether *text* is an absolute IRI: with a scheme, and no character that stands in no IRI."""
    if not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", text) or _NOT_IN_IRI.search(text):
        return False
    return text.isascii() or not re.search(_NO_IRI_CHARACTER, text)


def shrink(value: str, prefixes: Mapping[str, str]) -> str:
    """Return the IRI *value* as a prefixed name (``kz:cpk``); unchanged if no prefix fits.

    The longest namespace wins. What is returned as a prefixed name can be pasted into Turtle and SPARQL.
    """
    best, length = "", 0
    for prefix, namespace in prefixes.items():
        if len(namespace) > length and value.startswith(namespace):
            best, length = prefix, len(namespace)
    if length and _LOCAL.fullmatch(value, length):
        return f"{best}:{value[length:]}"
    return value


def expand(text: str, prefixes: Mapping[str, str]) -> str | None:
    r"""Return the IRI for a prefixed name, None if *text* is not one or its prefix is not in *prefixes*.

    Escapes in the local part (``ex:a\,b``) are resolved as in SPARQL.
    """
    prefix, colon, local = text.partition(":")
    namespace = prefixes.get(prefix)
    if not colon or namespace is None:
        return None
    value = namespace + re.sub(_LOCAL_ESCAPE, r"\1", local)
    return None if _NOT_IN_IRI.search(value) else value


def namespace_of(value: str) -> str:
    """Return an IRI up to its last ``#`` or ``/``, "" if it has neither."""
    return value[: max(value.rfind("#"), value.rfind("/")) + 1]


def local_name(value: str) -> str:
    """Return what follows the namespace of an IRI; all of it if nothing does."""
    return value[len(namespace_of(value)) :] or value


def home_of(things: Iterable[str]) -> str:
    """Return the namespace in which most of these IRIs are, "" if there are none."""
    counts: dict[str, int] = {}
    for thing in things:
        space = namespace_of(thing)
        counts[space] = counts.get(space, 0) + 1
    return max(counts, key=lambda space: (counts[space], space), default="")


def language_tag(language: str | None) -> str:
    """Return a language tag in the case that BCP 47 recommends: ``kk-Latn``. An engine may have lowered it.

    The empty string stands for no language.
    """
    parts = (language or "").lower().split("-")
    for n, part in enumerate(parts[1:], 1):
        if len(part) == 1:  # what follows is an extension or private use
            break
        parts[n] = part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part
    return "-".join(parts)
