"""`kzgraph claim`: writing down a fact with the words that say it."""

from __future__ import annotations

import click

from kzgraph.cli import COMMANDS, CONTEXT
from kzgraph.cli.common import complete_thing, only_files, session_of, write_changes
from kzgraph.model import RANKS

__all__ = ["command"]


@click.command("claim", context_settings=CONTEXT, short_help=COMMANDS["claim"])
@click.argument("subject", shell_complete=complete_thing)
@click.argument("property_", metavar="PROPERTY")
@click.argument("value", shell_complete=complete_thing)
@click.option("--source", required=True, metavar="SOURCE", help="The document: 000, kz:source-000, its name.")
@click.option(
    "--quote", required=True, metavar="WORDS", help="The words that carry the fact, at most twelve."
)
@click.option("--prefix", metavar="WORDS", help="Words before the quote, if it stands there more than once.")
@click.option("--lang", "language", metavar="TAG", help="The language of VALUE: en, ru, kk, kk-Latn …")
@click.option("--rank", type=click.Choice([*RANKS]), default="normal", show_default=True)
@click.option("--reason", metavar="TEXT", help="Why the claim is preferred or deprecated.")
@click.option("--asserted-by", metavar="THING", help="Whose opinion, allegation, demand or plan it is.")
@click.option("--kind", metavar="KIND", help="Which of these it is: opinion, allegation …")
@click.option("--reference", metavar="N", help="The reference that the document cites for it: [2] is 2.")
@click.option("--note", metavar="TEXT", help="A note of the editors, such as what is inferred.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.pass_context
def command(ctx: click.Context, /, property_: str, dry_run: bool, **options: str | None) -> None:
    """Write down that a source says SUBJECT PROPERTY VALUE.

    The quote is looked up in the document, which lies in the folder KZGRAPH_SOURCES, else in sources/ of the
    graph or in ../shared/sources beside it. The claim gets the next number and its place in the order of the
    document; if its fact is accepted and new, the triple is added where SUBJECT is described.

    SUBJECT and VALUE are named as in other commands, PROPERTY also by its bare name. A VALUE that is no thing
    is text, number or date by what the property has; '"text"@en' and '"1992"^^edtf:EDTF' say it in full.

    \b
    Examples:
      kzgraph claim cppk kzo:ideology kz:ideology-communism \\
        --source 000 --quote 'IdeologyCommunism' --dry-run
      kzgraph claim kz:mazhilis-2004-cppk voteShare 3.4 --source 000 \\
        --quote '2004 3.4%' --rank deprecated --reason 'Of another contestant.'

    All files are written or none. Exit code 2 if something must be said differently, 3 if the document or the
    graph cannot be read or written.
    """  # noqa: D301 - click reads \b
    from kzgraph.editing.claim import Draft, plan

    only_files(ctx)
    draft = Draft(property=property_, **options)  # type: ignore[arg-type]
    planned = plan(session_of(ctx).graph, draft)
    write_changes(f"{planned.claim}, {planned.passage}", planned.changes, planned.remarks, dry_run)
