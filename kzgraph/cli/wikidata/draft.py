"""`kzgraph wikidata draft`: statements for Wikidata, from what is only here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from kzgraph.cli import CONTEXT
from kzgraph.cli.common import complete_thing, remark, session_of
from kzgraph.cli.wikidata import COMMANDS
from kzgraph.cli.wikidata._shared import thing_called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzgraph.knowledge_graph import KnowledgeGraph
    from kzgraph.wikidata.diff import Diff
    from kzgraph.wikidata.draft import Draft, Form
    from kzgraph.wikidata.statements import Value

__all__ = ["command"]

_SUMMARY = "with sources, drafted by kzgraph"


@click.command("draft", context_settings=CONTEXT, short_help=COMMANDS["draft"])
@click.argument("thing", metavar="[THING|QID]", required=False, shell_complete=complete_thing)
@click.option(
    "--format",
    "form",
    type=click.Choice(("v1", "csv")),
    help="Commands of version 1, or CSV (default: by the name of FILE, else v1).",
)
@click.option("-o", "--output", "file", metavar="FILE", type=click.Path(), help="Write to FILE.")
@click.option(
    "--retrieved",
    metavar="DAY",
    help="When you looked up the sources of which the graph does not say it: YYYY-MM-DD.",
)
@click.option(
    "--url",
    "addresses",
    multiple=True,
    metavar="SOURCE=URL",
    help="Where a source can be read, for the references; once for each source.",
)
@click.option("--left-out", is_flag=True, help="Name every fact that is left out, and why.")
@click.pass_context
def command(
    ctx: click.Context,
    thing: str | None,
    form: Form | None,
    file: str | None,
    retrieved: str | None,
    addresses: tuple[str, ...],
    left_out: bool,
) -> None:
    """Draft statements for Wikidata from what is only here.

    The commands are for QuickStatements (https://quickstatements.toolforge.org), where you look them over
    and start them yourself: nothing is sent. Each statement has a reference that names the source, quotes
    it, and says when it was looked up. Left out is what sources disagree about, what somebody merely
    asserts, what no source says, and what Wikidata has in any form.

    CSV has one table for all statements with the same columns. -o drafts.csv writes drafts-1.csv,
    drafts-2.csv … if there are several; else an empty line stands between them.

    \b
    Examples:
      kzgraph wikidata draft cppk --retrieved 2026-11-20
      kzgraph wikidata draft --retrieved 2026-11-20 -o drafts.csv
      kzgraph wikidata draft cppk --retrieved 2026-11-20 \\
        --url kz:source-002=https://example.org/motion
      kzgraph wikidata draft cppk --retrieved 2026-11-20 --left-out > drafts.txt

    Exit code 1 if there is nothing to draft.
    """  # noqa: D301 - click reads \b
    from kzgraph.errors import NotFound
    from kzgraph.rdf.terms import shrink
    from kzgraph.wikidata.cache import Cache
    from kzgraph.wikidata.diff import diff
    from kzgraph.wikidata.draft import draft

    chosen = form or _form_of(file)
    day = _day(retrieved) if retrieved is not None else None
    graph = session_of(ctx).graph
    only = thing_called(graph, thing) if thing is not None else None
    found = diff(graph, Cache(), only)
    unfetched = sorted(each.item for each in found.things if each.state == "not fetched" and each.facts)
    if unfetched:
        where = f" {thing}" if thing else ""
        remark(
            f"Nothing is drafted for items without a copy: {_some(unfetched)}. "
            f"Fetch them: kzgraph wikidata fetch{where}"
        )
    bare = sorted(each.item for each in found.things if each.state == "no statements recorded" and each.facts)
    if bare:
        remark(
            f"Nothing is drafted for items whose copy was made without their statements: {_some(bare)}. "
            f"Fetch them again: kzgraph wikidata fetch {bare[0]} --max-age 0"
        )
    if missing := sorted(each.item for each in found.things if each.state == "missing" and each.facts):
        remark(f"Nothing is drafted for items that Wikidata does not have: {_some(missing)}.")
    given = _addresses(graph, addresses)
    drafted = draft(found, chosen, retrieved=day, addresses=given, prefixes=graph.prefixes)
    _report(graph, drafted, left_out)
    cited = {reference.source for each in drafted.statements for reference in each.references}
    if unused := sorted(shrink(name, graph.prefixes) for name in set(given) - cited):
        remark(f"No statement here cites {_some(unused)}: that address is not used.")
    if not drafted.statements:
        raise NotFound("There is nothing to draft.")
    remark(f"Compared with copies of {_days(found, drafted)}; Wikidata may have changed since.")
    _write(drafted, chosen, file)


def _form_of(file: str | None) -> Form:
    """Return the form that the name of the file tells. Raises UsageError if it tells another one."""
    from kzgraph.errors import UsageError, shown

    extension = os.path.splitext(file or "")[1].lower()
    if extension == ".csv":
        return "csv"
    if extension in ("", ".txt", ".qs", ".v1", ".tsv"):
        return "v1"
    raise UsageError(
        f"{shown(file)}: {extension} is no form of QuickStatements.",
        hint="Choose: --format v1 or --format csv.",
    )


def _days(found: Diff, drafted: Draft) -> str:
    """Return the day of the copies of the items that statements are for, or the first and the last day."""
    items = {each.statement.item for each in drafted.statements}
    days = sorted({each.retrieved for each in found.things if each.item in items})
    return " to ".join(dict.fromkeys((days[0], days[-1])))


def _day(text: str) -> Value:
    """Return the day on which sources were looked up. Raises UsageError if it is none, or is yet to come."""
    import datetime

    from kzgraph.errors import UsageError, shown
    from kzgraph.wikidata.statements import edtf_time

    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    value = edtf_time(text)
    if day is None or value is None or len(text) != 10:
        raise UsageError(f"--retrieved: {shown(text)} is not a day.", hint="Days look so: 2026-11-20")
    if day > datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1):
        raise UsageError(f"--retrieved: {text} is yet to come.")
    return value


def _addresses(graph: KnowledgeGraph, pairs: Sequence[str]) -> dict[str, str]:
    from kzgraph.errors import UsageError, shown

    found = {}
    for pair in pairs:
        name, equals, address = pair.partition("=")
        if not equals or not name or not address:
            raise UsageError(
                f"--url: {shown(pair)} is not SOURCE=URL.",
                hint="Like this: --url kz:source-002=https://example.org/motion",
            )
        found[graph.resolve(name)] = address
    return found


def _report(graph: KnowledgeGraph, drafted: Draft, every: bool) -> None:
    """Say on standard error what was left out, and what gets lost on the way."""
    from collections import Counter

    from kzgraph.rdf.terms import shrink
    from kzgraph.wikidata.statements import value_text

    def named(thing: str, name: str, value: Value | None) -> str:
        said = [value_text(value)] if value is not None else []
        return " ".join([shrink(thing, graph.prefixes), name, *said])

    lines = []
    for each in drafted.statements:
        what = named(each.ours.thing, each.statement.property, each.statement.value)
        lines += [f"{what}: not carried over: {lost}" for lost in each.lost]
        if each.others:
            lines.append(f"{what}: Wikidata has {_some([value_text(value) for value in each.others])}")
    for name in drafted.untraceable():
        short = shrink(name, graph.prefixes)
        lines.append(
            f"{short} has no address here: references give its title only. Better: --url {short}=URL"
        )
    if every:
        for out in drafted.left_out:
            lines.append(f"left out: {named(out.thing, out.property, out.value)}: {out.reason}")
    elif drafted.left_out:
        reasons = Counter(
            out.reason.partition(":")[0] if out.value else "no item or no way to say it"
            for out in drafted.left_out
        )
        number = len(drafted.left_out)
        lines.append(f"{number} fact{'s are' if number > 1 else ' is'} left out (--left-out says which):")
        lines += [f"  {many} {reason}" for reason, many in reasons.most_common()]
    if lines:
        remark("\n".join(lines))


def _some(names: Sequence[str]) -> str:
    shown = list(dict.fromkeys(names))
    return ", ".join(shown[:5]) + (f" and {len(shown) - 5} more" if len(shown) > 5 else "")


def _write(drafted: Draft, form: Form, file: str | None) -> None:
    from kzgraph.render import FORMATS
    from kzgraph.render.output import screen, write
    from kzgraph.wikidata.quickstatements import table, v1_line

    place = screen(file)
    if form == "v1":
        lines = [v1_line(each.statement, new=each.new, summary=_SUMMARY) for each in drafted.statements]
        write(lines, FORMATS["csv"], place, file)
        return
    tables = table([each.statement for each in drafted.statements], _SUMMARY)
    if file in (None, "-") or len(tables) == 1:
        write("\n".join(tables), FORMATS["csv"], place, file)
        if len(tables) > 1:
            remark(f"{len(tables)} tables, with an empty line between them: import them one by one.")
        return
    stem, extension = os.path.splitext(file or "")
    for n, each in enumerate(tables, 1):
        write([each], FORMATS["csv"], place, f"{stem}-{n}{extension}")
    remark(f"Written: {stem}-1{extension} to {stem}-{len(tables)}{extension}, to import one by one.")
