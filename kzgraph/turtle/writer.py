"""Writing one Turtle statement in the layout that :mod:`kzgraph.turtle.layout` describes."""

from collections.abc import Sequence
from typing import Final

from kzgraph.turtle.tokens import Comment
from kzgraph.turtle.tree import Item, Node, Predicate, Statement

#: A line with blank nodes or collections is no longer than that.
LINE: Final = 110
#: Objects that take fewer columns than that stand on one line.
OBJECTS: Final = 90
_STEP: Final = 4


def write_statement(statement: Statement) -> list[str]:
    """Return the lines of a statement without the comments above it, which may become more by that."""
    _settle(statement)
    indent = " " * _STEP
    lines: list[str] = []
    last = len(statement.predicates) - 1
    if not statement.predicates:
        lines = _node("", statement.subject, 0, "" if statement.dangling else " .", statement.beside)
    for n, predicate in enumerate(statement.predicates):
        head = indent + predicate.verb
        if n == 0:
            *lines, line = _node("", statement.subject, 0, "")
            head = f"{line} {predicate.verb}"
        else:
            lines += [indent + comment for comment in predicate.leading]
        lines += _objects(head, predicate.objects, _STEP, " ;" if n < last or statement.dangling else " .")
    if statement.dangling:
        lines += [*(indent + comment for comment in statement.dangling), f"{indent}."]
    return lines


def _settle(statement: Statement) -> None:
    """Move comments for which the layout has no line: those within its first line go above the statement."""
    for predicate in statement.predicates:
        _settle_objects(predicate)
    moved: list[str] = []
    if statement.predicates:
        first = statement.predicates[0]
        moved, first.leading = first.leading, []
        only = first.objects[0]
        if len(first.objects) == 1 and len(statement.beside) == 1 and not (only.leading or only.trailing):
            only.trailing, statement.beside = statement.beside, []
    elif len(statement.beside) == 1:
        return
    moved = statement.beside + moved
    statement.beside = []
    if moved:
        statement.leading = [
            *statement.leading,
            Comment(moved[0], bool(statement.leading) and statement.gap),
            *map(Comment, moved[1:]),
        ]
        statement.gap = False


def _settle_objects(predicate: Predicate) -> None:
    """Move the comments at a line's end above the line if there are several."""
    for n, item in enumerate(predicate.objects):
        if len(item.trailing) > 1:
            if n == 0 and not item.leading:
                predicate.leading += item.trailing
            else:
                item.leading += item.trailing
            item.trailing = []


def _objects(head: str, objects: list[Item], indent: int, end: str) -> list[str]:
    """Return the lines of a predicate that begins with *head*, whose line is indented by *indent*."""
    texts = [_inline(item.node) for item in objects]
    first, final = objects[0], objects[-1]
    together = ", ".join(text for text in texts if text is not None)
    on_one_line = (
        None not in texts
        and len(together) < OBJECTS
        and not any(item.leading or (item.trailing and item is not final) for item in objects)
    )
    if len(objects) == 1 and not first.leading:
        return _node(f"{head} ", first.node, indent, end, first.trailing)
    if on_one_line:
        return _node(f"{head} ", Node("term", together), indent, end, final.trailing)
    lines, deeper = [], indent + _STEP
    for item in objects:
        start = " " * deeper
        if item is first and not item.leading:
            start = f"{head} "
        elif item is first:
            lines.append(head)
        lines += [" " * deeper + comment for comment in item.leading]
        lines += _node(start, item.node, deeper, end if item is final else ",", item.trailing)
    return lines


def _node(start: str, node: Node, indent: int, end: str, comments: Sequence[str] = ()) -> list[str]:
    """Return the lines of a node after *start*, with *end* and the comments after it.

    Brackets that need several lines have their content deeper than *indent* and close there.
    """
    text = node.text if node.kind == "term" else _inline(node)
    if text is not None and (node.kind == "term" or len(start) + len(text) + len(end) <= LINE):
        return [" ".join([start + text + end, *comments])]
    opening, closing = ("[", "]") if node.kind == "properties" else ("(", ")")
    lines, deeper = [start + opening], indent + _STEP
    space = " " * deeper
    for n, predicate in enumerate(node.predicates):
        _settle_objects(predicate)
        lines += [space + comment for comment in predicate.leading]
        finish = " ;" if n < len(node.predicates) - 1 else ""
        lines += _objects(space + predicate.verb, predicate.objects, deeper, finish)
    for item in node.items:
        if len(item.trailing) > 1:
            item.leading, item.trailing = item.leading + item.trailing, []
        lines += [space + comment for comment in item.leading]
        lines += _node(space, item.node, deeper, "", item.trailing)
    lines += [space + comment for comment in node.dangling]
    return [*lines, " ".join([" " * indent + closing + end, *comments])]


def _inline(node: Node) -> str | None:
    """Return a node on one line, None if it has comments or line breaks within."""
    if node.kind == "term":
        return None if "\n" in node.text or "\r" in node.text else node.text
    if node.dangling:
        return None
    if node.kind == "collection":
        members = _inline_items(node.items)
        return None if members is None else f"( {' '.join(members)} )" if members else "()"
    parts: list[str] = []
    for predicate in node.predicates:
        objects = _inline_items(predicate.objects)
        if objects is None or predicate.leading:
            return None
        parts.append(f"{predicate.verb} {', '.join(objects)}")
    return f"[ {' ; '.join(parts)} ]" if parts else "[]"


def _inline_items(items: list[Item]) -> list[str] | None:
    found: list[str] = []
    for item in items:
        text = _inline(item.node)
        if text is None or item.leading or item.trailing:
            return None
        found.append(text)
    return found
