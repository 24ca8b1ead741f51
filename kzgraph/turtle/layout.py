"""The one layout of a graph's Turtle files: stable under diff, every comment where it was, no term rewritten.

* ``@base``, then the ``@prefix`` lines by name, only those in use (or with a comment behind them).
* An empty line between statements; statements of one line may stand together, as their author had them.
* ``subject a class ;`` on the first line, then one predicate a line, four spaces deep, in the order given.
* The objects of a predicate on its line if they take less than 90 columns, else one a line, eight deep.
* A blank node or collection on one line if that has at most 110 columns, else one predicate or member a line.
  A comment inside has the same effect.

The order of statements, predicates and objects carries meaning for readers (the order of a document, English
before Russian), so that it is kept; only ``a`` goes first. Terms stay as they are written.
"""

from dataclasses import dataclass
from itertools import zip_longest

from kzgraph.errors import InternalError, Problem
from kzgraph.rdf.terms import RDF
from kzgraph.turtle.tokens import Comment, TurtleTextError, place
from kzgraph.turtle.tree import Directive, Document, Node, Statement, parse, prefixes_used
from kzgraph.turtle.writer import write_statement


@dataclass(frozen=True, slots=True)
class Laid:
    """A file before and after: *problem* tells why it could not be laid out, *after* is then None."""

    name: str
    before: bytes
    after: bytes | None
    problem: Problem | None = None

    @property
    def differs(self) -> bool:
        """Whether the file is not in the layout yet."""
        return self.after is not None and self.after != self.before

    @property
    def first_difference(self) -> tuple[int, str, str]:
        """The number of the first line that differs, as it is and as it would be (without line ends)."""
        old = self.before.decode("utf-8", "replace").split("\n")
        new = (self.after or b"").decode("utf-8", "replace").split("\n")
        for number, (one, other) in enumerate(zip_longest(old, new, fillvalue=""), 1):
            if one != other:
                return number, one, other
        return len(old), "", ""


def lay_out(name: str, content: bytes) -> Laid:
    """Lay out the Turtle file *name*; what is wrong with it is a problem, as the loader reports it.

    Raises InternalError if the triples would not be the same.
    """
    from kzgraph.rdf.parsing import problem_of

    problem = problem_of(name, content)
    if problem is not None:
        return Laid(name, content, None, problem)
    text = content.decode()
    try:
        laid = layout(text).encode()
    except TurtleTextError as error:
        return Laid(name, content, None, Problem(name, *place(text, error.offset), error.message))
    if laid != content and not same_triples(content, laid):
        raise InternalError(f"laying out {name} would change its triples; nothing was written")
    return Laid(name, content, laid)


def layout(text: str) -> str:
    """Return a Turtle text in the layout of this module.

    Raises TurtleTextError for what is not Turtle 1.1, for a prefix that changes its meaning within the file,
    and for a base that is declared after something else.
    """
    return write(parse(text))


def same_triples(one: bytes, other: bytes) -> bool:
    """Tell whether two Turtle files hold the same triples, whatever their blank nodes are called."""
    from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

    from kzgraph.rdf.parsing import NOWHERE

    found = [Dataset(parse(each, format=RdfFormat.TURTLE, base_iri=NOWHERE)) for each in (one, other)]
    if found[0] == found[1]:
        return True
    for dataset in found:
        dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return found[0] == found[1]


def write(document: Document) -> str:
    """Return the text of a document. Raises TurtleTextError as :func:`layout` does."""
    head, declared, statements, foot = _arrange(document)
    lines = _comments(head)
    if head and declared:
        lines.append("")
    lines += declared
    previous: list[str] | None = None
    for statement in statements:
        own = write_statement(statement)
        if previous is None:
            lines += [""] if declared else []
        elif not _stand_together(previous, statement, own):
            lines.append("")
        lines += _comments(statement.leading)
        if statement.leading and statement.gap:
            lines.append("")
        lines += own
        previous = own
    if foot and lines and (foot[0].gap or previous is None):
        lines.append("")
    lines += _comments(foot)
    return "\n".join([*lines, ""]) if lines else ""


def _stand_together(previous: list[str], statement: Statement, own: list[str]) -> bool:
    """Tell whether no empty line stands between two statements, or between one and the comment after it."""
    gaps = [*(comment.gap for comment in statement.leading), statement.gap]
    if gaps[0]:
        return False
    belongs_above = any(gaps[1:])
    return belongs_above or all(len(each) == 1 and "\n" not in each[0] for each in (previous, own))


def _comments(comments: list[Comment]) -> list[str]:
    lines: list[str] = []
    for comment in comments:
        lines += ["", comment.text] if comment.gap and lines else [comment.text]
    return lines


def _arrange(document: Document) -> tuple[list[Comment], list[str], list[Statement], list[Comment]]:
    """Return the comments at the head, the lines of the directives, the statements and the foot.

    Comments above a directive at the top move with it; further down they stay where they are, above what
    follows.
    """
    head: list[Comment] = []
    statements: list[Statement] = []
    directives: list[Directive] = []
    waiting: list[Comment] = []
    for part in document.parts:
        if isinstance(part, Statement):
            part.leading = waiting + part.leading
            waiting = []
            statements.append(part)
            continue
        if statements:
            waiting += part.leading
            part.leading = []
        elif not directives:
            head, part.leading = part.leading, []
        directives.append(part)
    _normalise_verbs(document)
    kept = _kept(directives, prefixes_used(document) if statements else set(document.prefixes))
    moving = {id(directive) for directive in kept[1:]}
    for directive in directives:
        if directive.leading and id(directive) not in moving:  # it goes, or begins the file
            first, *more = directive.leading
            head += [Comment(first.text, bool(head)), *more]
            directive.leading = []
    if head and not kept:
        above = statements[0].leading
        statements[0].leading = [*head, *(Comment(c.text, c.gap or n == 0) for n, c in enumerate(above))]
        statements[0].gap = statements[0].gap or not above
        head = []
    lines: list[str] = []
    for directive in kept:
        keyword = "@base" if directive.name is None else f"@prefix {directive.name}:"
        lines += [comment.text for comment in directive.leading]
        lines.append(" ".join([keyword, directive.iri, ".", *directive.trailing]))
    return head, lines, statements, waiting + document.foot


def _kept(directives: list[Directive], used: set[str]) -> list[Directive]:
    """Return the directives that stay, in order, each once."""
    base: list[Directive] = []
    prefixes: dict[str, Directive] = {}
    for directive in directives:
        if directive.name is None:
            if directive is not directives[0]:
                raise TurtleTextError(
                    directive.start, "@base can be laid out only as the first declaration of a file"
                )
            base.append(directive)
            continue
        known = prefixes.setdefault(directive.name, directive)
        if known.iri != directive.iri:
            raise TurtleTextError(
                directive.start,
                f"the prefix {directive.name}: means something else above; "
                "a file that gives a prefix two meanings cannot be laid out",
            )
        if known is not directive:
            known.leading += directive.leading
            known.trailing += directive.trailing
            directive.leading = []
    for directive in (*base, *prefixes.values()):
        directive.leading += map(Comment, directive.trailing[:-1])  # a line has one end only
        directive.trailing = directive.trailing[-1:]
    return [*base, *(each for name, each in sorted(prefixes.items()) if name in used or each.trailing)]


def _normalise_verbs(document: Document) -> None:
    """Write ``a`` for rdf:type, and put it first."""
    namespaces = document.prefixes
    types = {"a", "rdf:type", *(f"{name}:type" for name, iri in namespaces.items() if iri == RDF)}
    pending: list[Statement | Node] = list(document.statements)
    while pending:
        part = pending.pop()
        for predicate in part.predicates:
            if predicate.verb in types:
                predicate.verb = "a"
            pending += [item.node for item in predicate.objects]
        part.predicates.sort(key=lambda predicate: predicate.verb != "a")
        if isinstance(part, Statement):
            pending.append(part.subject)
        else:
            pending += [item.node for item in part.items]
