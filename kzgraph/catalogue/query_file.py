"""Reading one file of the catalogue: its ``#+`` header, its query, and whether the two agree."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, get_args

from kzgraph.catalogue.parameters import Param, Type, convert
from kzgraph.catalogue.queries import RESERVED, RULES, Catalogue, Query
from kzgraph.errors import CatalogueError, KzgraphError, Problem, QuerySyntaxError, Refused, shown
from kzgraph.rdf.terms import PREFIXES, XSD, expand, iri, literal
from kzgraph.sparql.binding import bind, slots
from kzgraph.sparql.guard import Form, check_tokens, declarations
from kzgraph.sparql.tokens import Token, place, tokenise

if TYPE_CHECKING:
    from yaml import Node

_KEYS: Final = ("summary", "description", "tags", "params", "columns", "service", "endpoint")
_RULE_KEYS: Final = ("level", "problem", "solution", "why", "right", "wrong", "counts")
_PARAM_KEYS: Final = ("type", "description", "example", "default")
_TYPES: Final = "iri [class], item, date, year, integer, decimal, boolean, text, lang, choice(a|b|c)"
_QUERY_NAME: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_PARAM_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
#: What stands in for a parameter when a query is only parsed.
_STAND_INS: Final = {
    "iri": iri("urn:x"),
    "item": iri("urn:x"),
    "date": literal("2000-01-01", datatype=XSD + "date"),
    "boolean": literal("true", datatype=XSD + "boolean"),
    "decimal": literal("1.5", datatype=XSD + "decimal"),
    "year": literal("1", datatype=XSD + "integer"),
    "integer": literal("1", datatype=XSD + "integer"),
}


def read(files: Iterable[tuple[str, bytes]]) -> Catalogue:
    """Read the catalogue from (relative name, content) of its files.

    Raises CatalogueError with file and line of every mistake in every file.
    """
    catalogue = Catalogue({}, {})
    problems: list[Problem] = []
    paths: dict[str, str] = {}
    for path, content in files:
        header = Header(path, content)
        query = header.query()
        problems += header.problems
        if query is None:
            continue
        if query.name in paths:
            problems.append(Problem(path, 1, None, f"has the same name as {paths[query.name]}"))
        paths[query.name] = path
        (catalogue.rules if path.startswith(RULES) else catalogue.queries)[query.name] = query
    if problems:
        count = len({problem.file for problem in problems})
        noun = "1 query" if count == 1 else f"{count} queries"
        raise CatalogueError(f"The catalogue cannot be read: {noun} must be mended.", problems)
    return Catalogue(dict(sorted(catalogue.queries.items())), dict(sorted(catalogue.rules.items())))


class Header:
    """One file of the catalogue and the *problems* found in it so far."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._content = content
        self._rule_keys = _RULE_KEYS if path.startswith(RULES) else ()
        self._lines: list[int] = []  # the line of the file in which each line of the header stands

    def query(self) -> Query | None:
        """Return the query, None if there are problems."""
        try:
            text = self._content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = self._content.count(b"\n", 0, error.start) + 1
            self._problem(line, "is not UTF-8 here; save the file as UTF-8")
            return None
        name = self.path.rpartition("/")[2].removesuffix(".rq")
        if not _QUERY_NAME.fullmatch(name):
            self._problem(None, "a query's file is named in small letters, digits and hyphens")
        fields = self._fields(text)
        tokens = self._tokens(text)
        if fields is None or tokens is None:
            return None
        prefixes = {**PREFIXES, **declarations(tokens)}
        params = self._params(fields.get("params"), prefixes)
        service = self._text(fields, "service", "false").lower()
        if service not in ("true", "false"):
            self._problem(self._line(fields["service"]), "service must be true or false")
        endpoint = self._text(fields, "endpoint")
        if endpoint and not re.fullmatch(r"https?://[^\s/]+/\S*", endpoint):
            self._problem(self._line(fields["endpoint"]), "endpoint must be an http or https address")
        if not self._text(fields, "summary"):
            self._problem(self._first(), "the header needs a summary")
        columns = self._columns(fields.get("columns"))
        self._compare_params(text, tokens, params)
        kind = self._compare_columns(text, tokens, params, columns, service == "true")
        if self.problems or kind is None:
            return None
        return Query(
            name,
            self.path,
            self._text(fields, "summary"),
            self._text(fields, "description"),
            self._tags(fields.get("tags")),
            tuple(params.values()),
            columns,
            text,
            kind,
            service == "true",
            slots(tokens),
            {key: self._text(fields, key) for key in self._rule_keys if key in fields},
            endpoint,
        )

    def _fields(self, text: str) -> "dict[str, Node] | None":
        """Return the top-level fields of the header as YAML nodes, which know their lines."""
        import yaml

        # BaseLoader leaves every scalar a string: with YAML 1.1 a parameter called "on" would be the key
        # True.
        loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        lines: list[str] = []
        for number, line in enumerate(text.splitlines(), 1):
            if line.startswith("#+"):
                lines.append(line[3:] if line[2:3] == " " else line[2:])
                self._lines.append(number)
            elif line.strip() and not line.startswith("#"):
                break
        try:
            node = yaml.compose("\n".join(lines), Loader=loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            self._problem(self._at(mark.line if mark else 0), f"the header is not YAML: {error.problem}")
            return None
        except (yaml.YAMLError, RecursionError) as error:
            self._problem(self._first(), f"the header is not YAML: {shown(error)}")
            return None
        if node is None:
            self._problem(1, "has no header; begin the file with lines like '#+ summary: …'")
            return None
        return self._mapping(node, "the header", (*_KEYS, *self._rule_keys))

    def _mapping(self, node: "Node", what: str, keys: tuple[str, ...] | None = None) -> "dict[str, Node]":
        """Return a YAML mapping as a dict of nodes, with problems for odd, unknown and doubled keys."""
        from yaml import MappingNode, ScalarNode

        if not isinstance(node, MappingNode):
            if not (isinstance(node, ScalarNode) and not node.value.strip()):
                self._problem(self._line(node), f"{what} must be 'key: value' lines")
            return {}
        found: dict[str, Node] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else "?"
            if keys and name not in keys:
                self._problem(self._line(key), f"{what} has no key {shown(name)}; keys: {', '.join(keys)}")
            elif name in found:
                self._problem(self._line(key), f"{what} has {shown(name)} twice")
            else:
                found[name] = value
        return found

    def _text(self, fields: "dict[str, Node]", key: str, default: str = "") -> str:
        """Return a field as text without surrounding space."""
        from yaml import ScalarNode

        node = fields.get(key)
        if node is None:
            return default
        if not isinstance(node, ScalarNode):
            self._problem(self._line(node), f"{key} must be text")
            return default
        return str(node.value).strip()

    def _tags(self, node: "Node | None") -> tuple[str, ...]:
        from yaml import ScalarNode, SequenceNode

        if node is None:
            return ()
        if isinstance(node, SequenceNode) and all(isinstance(item, ScalarNode) for item in node.value):
            return tuple(str(item.value) for item in node.value)
        self._problem(self._line(node), "tags must be a list: [people, time]")
        return ()

    def _columns(self, node: "Node | None") -> dict[str, str]:
        if node is None:
            return {}
        fields = self._mapping(node, "columns")
        columns = {name: self._text(fields, name) for name in fields}
        for name, description in columns.items():
            if not description:
                self._problem(self._line(fields[name]), f"the column {name} needs a description")
        return columns

    def _params(self, node: "Node | None", prefixes: dict[str, str]) -> dict[str, Param]:
        if node is None:
            return {}
        found = {}
        for name, value in self._mapping(node, "params").items():
            line = self._line(value)
            fields = self._mapping(value, f"the parameter {name}", _PARAM_KEYS)
            if not _PARAM_NAME.fullmatch(name):
                self._problem(
                    line, f"a parameter's name has small letters, digits and _ only, not {shown(name)}"
                )
            if name in RESERVED:
                self._problem(line, f"a parameter cannot be called {name}: the command line uses that name")
            for key in ("type", "description", "example"):
                if not self._text(fields, key):
                    self._problem(line, f"the parameter {name} needs {key}")
            found[name] = self._param(name, line, fields, prefixes)
        return found

    def _param(self, name: str, line: int, fields: "dict[str, Node]", prefixes: dict[str, str]) -> Param:
        """Make a parameter of its fields and try its example and default."""
        declared = self._text(fields, "type")
        kind, _, rest = declared.partition(" ")
        cls: str | None = None
        choices: tuple[str, ...] = ()
        if match := re.fullmatch(r"choice\((.*)\)", declared):
            kind = "choice"
            choices = tuple(part.strip() for part in match[1].split("|"))
            if not all(choices) or len({choice.casefold() for choice in choices}) < len(choices):
                self._problem(line, f"the choices of {name} must be different words: choice(a|b|c)")
        elif kind == "iri" and rest:
            cls = expand(rest.strip(), prefixes)
            if cls is None:
                self._problem(line, f"the class {shown(rest)} of {name} is not a name with a known prefix")
        elif kind == "choice" or rest or kind not in get_args(Type):
            if declared:
                self._problem(line, f"{shown(declared)} is no type; types: {_TYPES}")
            kind = "text"
        default = self._text(fields, "default") if "default" in fields else None
        param = Param(
            name,
            kind,  # type: ignore[arg-type]
            declared,
            self._text(fields, "description"),
            self._text(fields, "example"),
            default,
            cls,
            choices,
        )
        for key, value in (("example", param.example), ("default", default)):
            if value is not None and key in fields:
                try:
                    convert(param, value, lambda text, _: text)
                except KzgraphError as error:
                    self._problem(
                        self._line(fields[key]), f"the {key} of {name} does not fit: {error.message}"
                    )
        return param

    def _tokens(self, text: str) -> list[Token] | None:
        try:
            return tokenise(text)
        except QuerySyntaxError as error:
            self._problem(error.line, error.message, error.column)
            return None

    def _compare_params(self, text: str, tokens: list[Token], params: dict[str, Param]) -> None:
        """Find undeclared and unused parameters, and names used as parameter and variable both."""
        used: set[str] = set()
        variables = {token.text[1:] for token in tokens if token.kind == "variable"}
        for token in tokens:
            name = token.text[1:]
            if token.kind != "parameter" or name in used:
                continue
            used.add(name)
            line, column = place(text, token.start)
            if name not in params:
                self._problem(line, f"${name} is not declared among the params", column)
            if name in variables:
                self._problem(line, f"{name} is both a parameter (${name}) and a variable (?{name})", column)
        for name in params:
            if name not in used:
                self._problem(self._first(), f"the parameter {name} is declared but ${name} is not used")

    def _compare_columns(
        self,
        text: str,
        tokens: list[Token],
        params: dict[str, Param],
        columns: dict[str, str],
        service: bool,
    ) -> Form | None:
        """Parse the query with something in place of its parameters; compare what it projects.

        It is not executed: no server is asked, and nothing is computed.

        Returns the form of the query, None if there is a problem.
        """
        from pyoxigraph import QuerySolutions, Store

        try:
            form = check_tokens(text, tokens, service=service, prefixes=PREFIXES)
        except (QuerySyntaxError, Refused) as error:
            self._problem(error.line, f"{error.message} {error.hint or ''}".strip(), error.column)
            return None
        if self.problems:
            return form
        stand_ins = {name: _STAND_INS.get(param.type, literal("x")) for name, param in params.items()}
        try:
            bound = bind(text, slots(tokens), stand_ins)
            answer = Store().query(_never_executed(bound, tokenise(bound), form))
        except SyntaxError as error:
            match = re.match(r"error at (\d+):\d+: (.*)", error.msg, re.DOTALL)
            message = f"is not valid SPARQL: {match[2] if match else error.msg}"
            self._problem(int(match[1]) if match else None, message[:300])
            return None
        if isinstance(answer, QuerySolutions):
            self._compare_projection([variable.value for variable in answer.variables], columns)
        elif columns:
            self._problem(self._first(), "only a SELECT query has columns")
        return form

    def _compare_projection(self, projected: list[str], columns: dict[str, str]) -> None:
        if not columns and self.path.startswith(RULES):
            return
        missing = [name for name in projected if name not in columns]
        surplus = [name for name in columns if name not in projected]
        for name in missing:
            self._problem(self._first(), f"?{name} is projected but not declared among the columns")
        for name in surplus:
            self._problem(self._first(), f"the column {name} is declared but not projected")
        if not missing and not surplus and projected != [*columns]:
            order = ", ".join(projected)
            self._problem(self._first(), f"the columns must stand in the order of SELECT: {order}")

    def _problem(self, line: int | None, message: str, column: int | None = None) -> None:
        self.problems.append(Problem(self.path, line, column, message))

    def _first(self) -> int:
        return self._lines[0] if self._lines else 1

    def _at(self, header_line: int) -> int:
        return self._lines[min(header_line, len(self._lines) - 1)] if self._lines else 1

    def _line(self, node: "Node") -> int:
        return self._at(node.start_mark.line)


def _never_executed(text: str, tokens: list[Token], form: Form) -> str:
    """Return a query that can be parsed like *text* and has no solution whatever the data.

    An engine sees that before it evaluates anything, so neither SERVICE nor a costly join is.
    """
    depth, braces = 0, []
    for token in tokens:
        if token.kind == "punctuation" and token.text in "({[":
            if token.text == "{" and depth == 0:
                braces.append(token.start)
            depth += 1
        elif token.kind == "punctuation" and token.text in ")}]":
            depth -= 1
    if not braces or (form == "CONSTRUCT" and len(braces) == 1):  # DESCRIBE <…>; CONSTRUCT WHERE { template }
        return text
    where = braces[1 if form == "CONSTRUCT" else 0] + 1
    return f"{text[:where]} FILTER(false) {text[where:]}"
