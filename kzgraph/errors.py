"""Every error that kzgraph raises on purpose: one tree, each class with the exit code of the command line.

::

    KzgraphError
    ├── NotFound            1  a well-formed question about something that is not there
    ├── UsageError          2  the caller must change what was asked
    │   ├── UnknownName        no query, parameter, thing or format of that name; carries the nearest ones
    │   ├── ParameterError     a parameter is missing, unknown or has an ill-typed value
    │   ├── QuerySyntaxError   a SPARQL text that cannot be parsed; carries line, column and an excerpt
    │   └── Refused            a SPARQL text that asks for something that kzgraph does not do
    ├── CatalogueError      3  a file in ``queries/`` is not a valid canned query
    ├── GraphLoadError      3  a Turtle file cannot be loaded, or there is no graph
    ├── OutputError         3  a result cannot be written
    ├── NetworkError        4  a remote endpoint did not answer as it should
    └── InternalError      70  a mistake in kzgraph itself, to be reported

``str(error)`` is the whole text for a person: where, what, and in the last line what can be done.
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple


def shown(value: object, limit: int = 60) -> str:
    r"""Return *value* quoted for an error message: at most *limit* characters, nothing unprintable.

    Control characters, line breaks, direction marks and lone surrogates appear as escapes (``\n``,
    ``\u202e``), so that foreign text can neither move the cursor nor reorder the message.
    """
    text = value if isinstance(value, str) else str(value)
    rest = len(text) - limit
    if rest > 0:
        text = text[:limit]
    clean = "".join(c if c.isprintable() and c != "\\" else c.encode("unicode_escape").decode() for c in text)
    return f"'{clean}'" + (f"… ({rest} more characters)" if rest > 0 else "")


class Problem(NamedTuple):
    """One mistake in one file. *line* and *column* count from 1; None where the place is not known."""

    file: str
    line: int | None
    column: int | None
    message: str

    @property
    def where(self) -> str:
        """The place as ``file:line:column``, as far as it is known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class KzgraphError(Exception):
    """Base of all errors that kzgraph raises on purpose.

    *message* says what is wrong, *where* the place (``file:line``), *hint* what can be done about it.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}\n{self.hint}" if self.hint else text


class NotFound(KzgraphError):  # noqa: N818 - it reads as what it is: an answer, not a failure
    """The question was understood and the answer is that there is nothing (exit code 1)."""

    exit_code = 1


class UsageError(KzgraphError):
    """The caller must change what was asked (exit code 2)."""


class UnknownName(UsageError):  # noqa: N818
    """There is no *kind* (query, parameter, thing …) called *given*; *nearest* lists what may be meant."""

    def __init__(
        self, kind: str, given: str, nearest: Sequence[str] = (), *, hint: str | None = None
    ) -> None:
        self.kind = kind
        self.given = given
        self.nearest = list(nearest)
        lines = [f"The nearest: {', '.join(self.nearest)}."] if self.nearest else []
        super().__init__(
            f"There is no {kind} {shown(given)}.", hint="\n".join([*lines, *([hint] if hint else [])]) or None
        )


class ParameterError(UsageError):
    """The value of a query's parameter is missing or not of the declared type.

    *name* is the parameter, *type_name* its declared type (None if it is not declared), *example* a value
    that works. They are the attributes ``name``, ``type`` and ``example``.
    """

    def __init__(
        self,
        name: str,
        message: str,
        *,
        type_name: str | None = None,
        example: str | None = None,
        where: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.name = name
        self.type = type_name
        self.example = example
        lines = [hint] if hint else []
        if example is not None:
            lines.append(f"Example: {name}={example}")
        described = f"Parameter {name} ({type_name})" if type_name else f"Parameter {shown(name)}"
        super().__init__(f"{described}: {message}", where=where, hint="\n".join(lines) or None)


def excerpt(text: str, line: int, column: int, width: int = 100) -> str:
    """Return the given line of *text* with a caret below the given column (both count from 1).

    A long line is cut around the column; tabs and unprintable characters become single spaces so that the
    caret stays where it belongs.
    """
    lines = text.split("\n")
    if not 1 <= line <= len(lines) or not lines[line - 1].strip():
        return ""
    source = "".join(c if c.isprintable() else " " for c in lines[line - 1].rstrip("\r"))
    column = max(1, min(column, len(source) + 1))
    start = max(0, column - 1 - width * 3 // 4) if len(source) > width else 0
    left, right = ("…" if start else ""), ("…" if start + width < len(source) else "")
    return f"    {left}{source[start : start + width]}{right}\n    {' ' * (len(left) + column - 1 - start)}^"


class QuerySyntaxError(UsageError):
    """A SPARQL text cannot be parsed.

    *line* and *column* count from 1; *excerpt* is that line with a caret below the column.
    """

    def __init__(
        self,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        excerpt: str | None = None,
        where: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.line = line
        self.column = column
        self.excerpt = excerpt
        if line is not None:
            place = f"line {line}, column {column}" if column is not None else f"line {line}"
            where = f"{where}, {place}" if where else place
        super().__init__(message, where=where, hint=hint)

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return "\n".join(part for part in (text, self.excerpt, self.hint) if part)


class Refused(UsageError):  # noqa: N818
    """A SPARQL text asks for *what* (a keyword such as ``SERVICE``), which kzgraph does not do.

    The message says why, the hint what may be done instead.
    """

    def __init__(
        self,
        what: str,
        why: str,
        *,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        self.what = what
        self.line = line
        self.column = column
        place = f"line {line}, column {column}" if line is not None else None
        super().__init__(f"{what} is refused: {why}", where=place, hint=hint)


class _ProblemsError(KzgraphError):
    """An error about files, with every problem of every file."""

    exit_code = 3

    def __init__(
        self,
        message: str,
        problems: Iterable[Problem] = (),
        *,
        where: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.problems = list(problems)
        super().__init__(message, where=where, hint=hint)

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        lines = [text, *(f"  {problem}" for problem in self.problems)]
        return "\n".join([*lines, self.hint] if self.hint else lines)


class CatalogueError(_ProblemsError):
    """Files in ``queries/`` are not valid canned queries; ``problems`` lists every mistake in every file."""


class GraphLoadError(_ProblemsError):
    """The graph cannot be found or loaded; ``problems`` lists every mistake in every file."""


class OutputError(KzgraphError):
    """A result cannot be written where it should go."""

    exit_code = 3


class NetworkError(KzgraphError):
    """A remote endpoint cannot be reached or did not answer as it should; *url* is the endpoint."""

    exit_code = 4

    def __init__(self, message: str, *, url: str, hint: str | None = None) -> None:
        self.url = url
        super().__init__(message, where=url, hint=hint)


class InternalError(KzgraphError):
    """A mistake in kzgraph itself, which whoever meets it can only report (exit code 70)."""

    exit_code = 70

    def __init__(self, message: str) -> None:
        super().__init__(
            f"internal error: {message}",
            hint="This is a mistake in kzgraph: please report it. KZGRAPH_DEBUG=1 shows where it happened.",
        )
