"""`kzgraph query`: the canned queries, each a command of its own made from the header of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kzgraph.cli import COMMANDS, CONTEXT
from kzgraph.cli.common import Output, complete_thing, emit, output_options, remark, say_if_empty, session_of
from kzgraph.errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kzgraph.catalogue.parameters import Param
    from kzgraph.catalogue.queries import Query

__all__ = ["command", "option_of"]


def option_of(parameter: str) -> str:
    """Return the option for a parameter: ``--min-votes`` for ``min_votes``."""
    return f"--{parameter.replace('_', '-')}"


_KINDS = {"SELECT": "rows", "ASK": "boolean"}


class _Queries(click.Group):
    """The canned queries of the graph as commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(session_of(ctx).graph.queries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        query = session_of(ctx).graph.queries.get(cmd_name)
        return None if query is None else _command(query)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and not ctx.resilient_parsing:
            from kzgraph.catalogue.queries import find

            find(session_of(ctx).graph.queries, args[0])
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List no queries in the help: `kzgraph query` does, without loading them for every --help."""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        if incomplete.startswith("-"):
            return click.Command.shell_complete(self, ctx, incomplete)
        from click.shell_completion import CompletionItem

        queries = session_of(ctx).graph.queries
        return [
            CompletionItem(n, help=queries[n].summary) for n in sorted(queries) if n.startswith(incomplete)
        ]


@click.command(
    "query",
    cls=_Queries,
    context_settings=CONTEXT,
    short_help=COMMANDS["query"],
    invoke_without_command=True,
    subcommand_metavar="[NAME [--PARAM VALUE]...]",
)
@output_options("list")
@click.pass_context
def command(ctx: click.Context, output: Output) -> None:
    """Run the canned query NAME, or list all of them.

    Each query is a file in queries/ of the graph; its parameters are options.

    \b
    Examples:
      kzgraph query                                  list them
      kzgraph query leaders-on --help                what one takes and gives
      kzgraph query leaders-on --party cpk --on 2004-04-13
      kzgraph query results --party cppk --format csv -o results.csv
    """  # noqa: D301 - click reads \b
    if ctx.invoked_subcommand is not None:
        ctx.meta["kzgraph.output"] = output
        return
    from kzgraph.catalogue.page import catalogue_page

    emit(ctx, catalogue_page(session_of(ctx).graph.queries), output)


def _command(query: Query) -> click.Command:
    """Make the command of one query."""

    @click.pass_context
    def run(ctx: click.Context, /, output: Output, **given: str | None) -> None:
        outer: Output = ctx.meta.get("kzgraph.output", output)
        output = Output(output.name or outer.name, output.file or outer.file)
        values: dict[str, Any] = {
            name.removeprefix("param_"): value for name, value in given.items() if value is not None
        }
        allowed = bool(values.pop("allow_service", False))
        try:
            result = session_of(ctx).graph.query(query.name, allow_service=allowed, **values)
        except UsageError as error:
            raise _as_options(query, error) from None
        emit(ctx, result, output)
        if say_if_empty(result) and query.endpoint and ctx.find_root().params.get("endpoint") is None:
            remark(f"This query is written for another graph. Ask that one: {_start(query)} ...")

    command: Any = output_options(_KINDS.get(query.kind, "graph"))(run)
    if query.service:
        command = click.option(
            "--allow-service",
            is_flag=True,
            help="Let the query send parts of itself to the servers it names.",
        )(command)
    for param in reversed(query.params):
        command = _option(param)(command)
    needed = [f"{option_of(p.name)} {_metavar(p)}" for p in query.params if p.default is None]
    return click.command(
        query.name,
        help=f"{query.summary}.\n\n{query.description}\n\n{_columns(query)}\n\n{_example(query)}",
        context_settings=CONTEXT,
        options_metavar=" ".join([*needed, "[OPTIONS]"]),
    )(command)


def _metavar(param: Param) -> str:
    return "CHOICE" if param.choices else param.type.upper()


def _option(param: Param) -> Any:
    """Make the option of a parameter. Values are checked where the query is bound, for all callers alike."""
    words = [f"{param.description}."]
    if param.choices:
        words.append(f"One of {', '.join(param.choices)}.")
    words.append(f"Default: {param.default}." if param.default is not None else "Required.")
    words.append(f"Example: {param.example}.")

    def complete(ctx: click.Context, option: click.Parameter, incomplete: str) -> list[Any]:
        if param.choices:
            return [choice for choice in param.choices if choice.startswith(incomplete)]
        return [*complete_thing(ctx, option, incomplete)] if param.type == "iri" else []

    return click.option(
        option_of(param.name),
        f"param_{param.name}",
        metavar=_metavar(param),
        help=" ".join(words),
        shell_complete=complete,
    )


def _columns(query: Query) -> str:
    width = max(map(len, query.columns), default=0)
    lines = [f"  {name.ljust(width)}  {text}" for name, text in query.columns.items()]
    return "\n".join(["\b", "Columns:", *lines])


def _example(query: Query) -> str:
    """Return a command line that works, made of the parameters' examples."""
    import shlex

    words = [f"{option_of(p.name)} {shlex.quote(p.example)}" for p in query.params if p.default is None]
    if query.service:
        words.append("--allow-service")
    lines = [_start(query), *words]
    return "\b\nExample:\n  " + (" \\\n    " if query.endpoint else " ").join(lines)


def _start(query: Query) -> str:
    """Return the beginning of a command line that runs the query where it is meant to run."""
    where = f" --endpoint {query.endpoint}" if query.endpoint else ""
    return f"kzgraph{where} query {query.name}"


def _as_options(query: Query, error: UsageError) -> UsageError:
    """Write the example of a parameter as it is typed here: ``--party kz:cpk`` for ``party=kz:cpk``."""
    import shlex

    for param in query.params:
        typed = f"{option_of(param.name)} {shlex.quote(param.example)}"
        if error.hint:
            error.hint = error.hint.replace(f"Example: {param.name}={param.example}", f"Example: {typed}")
    return error
