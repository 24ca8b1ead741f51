"""The command line: one group whose commands are imported when they are used.

`kzgraph --help` needs nothing but click, so the short helps of all commands stand here; a test holds them
equal to the commands' own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kzgraph._version import __version__

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kzgraph.knowledge_graph import KnowledgeGraph

__all__ = ["COMMANDS", "CONTEXT", "LazyGroup", "Session", "cli"]

#: The commands with their short helps, in the order in which they are listed.
COMMANDS = {
    "query": "Run a canned query, or list them.",
    "sparql": "Run a SPARQL query of your own.",
    "show": "Show everything about a thing, with sources.",
    "search": "Find things by name, in any script or spelling.",
    "evidence": "Show who says what about a thing, word for word.",
    "conflicts": "Show where the sources disagree.",
    "coverage": "Show which passages of the sources carry claims.",
    "validate": "Check whether the graph is right.",
    "stats": "Count what the graph holds.",
    "export": "Take the graph away, in the formats that others read.",
    "diff": "Show what changed between two states of the graph.",
    "build": "Build the release folder: every format, described.",
    "claim": "Write down a fact with the words of its source.",
    "import": "Take in a Popolo file or a spreadsheet, with its sources.",
    "wikidata": "Compare the graph with Wikidata, and link the two.",
    "fmt": "Rewrite Turtle files in the one layout of the graph.",
    "completion": "Print the completion script for a shell.",
}

CONTEXT: dict[str, Any] = {"help_option_names": ["-h", "--help"]}


class Session:
    """Which graph the commands work on; it is opened when the first of them asks for it."""

    def __init__(self, folder: str | None = None, endpoint: str | None = None) -> None:
        self._folder = folder
        self._endpoint = endpoint
        self._graph: KnowledgeGraph | None = None

    @property
    def graph(self) -> KnowledgeGraph:
        """The graph. Raises GraphLoadError, CatalogueError or NetworkError."""
        if self._graph is None:
            from kzgraph.knowledge_graph import connect, load

            self._graph = connect(self._endpoint, self._folder) if self._endpoint else load(self._folder)
        return self._graph


class LazyGroup(click.Group):
    """A group that imports a command only to run it.

    *table* are its commands with their short helps; ``command`` of the module of that name in *package* is
    the command.
    """

    table = COMMANDS
    package = "kzgraph.cli"

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None if there is none of that name."""
        if cmd_name not in self.table:
            return None
        import importlib
        import keyword

        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name  # import_.py can be imported
        command: click.Command = importlib.import_module(f"{self.package}.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; UnknownName, with the nearest names, if there is none."""
        if args and args[0] not in self.table and not args[0].startswith("-") and not ctx.resilient_parsing:
            import difflib

            from kzgraph.errors import UnknownName

            nearest = difflib.get_close_matches(args[0].lower(), self.table, 3, 0.5)
            raise UnknownName("command", args[0], nearest, hint=f"Commands: {', '.join(self.table)}.")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.table.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the name of a command without importing it, or an option."""
        if incomplete.startswith("-"):
            return click.Command.shell_complete(self, ctx, incomplete)
        from click.shell_completion import CompletionItem

        return [
            CompletionItem(name, help=text)
            for name, text in self.table.items()
            if name.startswith(incomplete)
        ]


@click.group(cls=LazyGroup, context_settings=CONTEXT, no_args_is_help=True)
@click.option("--graph", "folder", metavar="DIR", help="The graph's folder (default: see below).")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL 1.1 endpoint instead of loading files.")
@click.version_option(__version__, prog_name="kzgraph")
@click.pass_context
def cli(ctx: click.Context, folder: str | None, endpoint: str | None) -> None:
    """Ask a knowledge graph in which every fact carries its source and the words behind it.

    \b
    Examples:
      kzgraph query                                  what can be asked
      kzgraph query leaders-on --party cpk --on 2004-04-13
      kzgraph show cppk                              all about one thing
      kzgraph search Жамбыл                          find it by any name
      kzgraph sparql 'SELECT ?party { ?party a kzo:Party }'

    The graph is the folder named with --graph or KZGRAPH_GRAPH, else the nearest folder upwards that has
    ontology/ and data/, else the graph that came with the program.

    \b
    Exit codes: 0 fine · 1 nothing found · 2 wrong usage · 3 the graph cannot
    be loaded or the output not written · 4 the network failed.
    """  # noqa: D301 - click reads \b
    if folder is not None and endpoint is not None:
        raise click.UsageError("--graph and --endpoint exclude each other.")
    ctx.obj = Session(folder, endpoint)
