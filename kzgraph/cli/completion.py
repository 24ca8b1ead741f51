"""`kzgraph completion`: shell completion of commands, queries, parameters and things."""

from __future__ import annotations

import os

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    ShellComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from kzgraph.cli import COMMANDS, CONTEXT, cli

__all__ = ["command"]

_SHELLS = ("bash", "zsh", "fish")

_BASH = """\
%(complete_func)s() {
    local line=${COMP_LINE:0:COMP_POINT} reply value
    reply=$(env COMP_LINE="$line" COMP_WORDBREAKS="$COMP_WORDBREAKS" %(complete_var)s=bash_complete "$1")
    COMPREPLY=()
    while IFS= read -r value; do
        case $value in
            file,*) compopt -o default ;;
            plain,*) COMPREPLY+=("${value#plain,}") ;;
        esac
    done <<< "$reply"
    return 0
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""


@add_completion_class
class _Bash(BashComplete):
    """Bash splits words at colons, which prefixed names have: so the words are taken from the line itself."""

    source_template = _BASH

    def source(self) -> str:
        return ShellComplete.source(self)  # without starting bash to ask for its version

    def get_completion_args(self) -> tuple[list[str], str]:
        line = os.environ.get("COMP_LINE", "")
        words = split_arg_string(line)[1:]
        if not words or line[-1:].isspace():
            return words, ""
        return words[:-1], words[-1]

    def format_completion(self, item: CompletionItem) -> str:
        value = str(item.value)
        if ":" in os.environ.get("COMP_WORDBREAKS", ""):
            _, incomplete = self.get_completion_args()
            value = value[incomplete.rfind(":") + 1 :]
        return f"{item.type},{value}"


@click.command("completion", context_settings=CONTEXT, short_help=COMMANDS["completion"])
@click.argument("shell", type=click.Choice(_SHELLS))
def command(shell: str) -> None:
    """Print the completion script for a shell.

    Commands, options, canned queries with their parameters, and things of the graph are completed.

    \b
    Examples:
      eval "$(kzgraph completion bash)"                      in ~/.bashrc
      eval "$(kzgraph completion zsh)"                       in ~/.zshrc
      kzgraph completion fish > ~/.config/fish/completions/kzgraph.fish
    """  # noqa: D301 - click reads \b
    found = get_completion_class(shell)
    if found is None:  # click knows the three shells
        raise click.UsageError(f"There is no completion for {shell}.")
    click.echo(found(cli, {}, "kzgraph", "_KZGRAPH_COMPLETE").source())
