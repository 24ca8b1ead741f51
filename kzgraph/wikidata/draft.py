"""What only this graph has, as statements that Wikidata could take over, with references.

A fact is drafted if Wikidata has nothing of the kind, nobody disputes it, and a source states it in its own
name. Everything else is left out with the reason. A reference names the source (its item, its address, at
least its title), quotes it, and says when it was looked up; nothing of this is made up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from kzgraph.errors import UsageError, shown
from kzgraph.rdf.terms import shrink
from kzgraph.wikidata.compare import same_time
from kzgraph.wikidata.diff import Diff
from kzgraph.wikidata.our_statements import OwnFact
from kzgraph.wikidata.our_values import UNDETERMINED, is_known
from kzgraph.wikidata.pairs import Pair
from kzgraph.wikidata.quickstatements import Unwritable, losses, table, v1_line
from kzgraph.wikidata.statements import Snak, Statement, Value, numeric_id

__all__ = ["Draft", "Drafted", "Form", "LeftOut", "draft"]

#: The two ways to write commands for QuickStatements.
Form = Literal["v1", "csv"]
#: The most words of a source that are quoted.
_MOST_WORDS: Final = 12
_STATED_IN, _URL, _QUOTATION, _RETRIEVED = "P248", "P854", "P1683", "P813"
_ADDRESS: Final = re.compile(r"https?://[^\s\"<>\\^`{|}]+")


class Reference(NamedTuple):
    """What a statement says of a source of ours: the IRI of the *source*, the parts of the reference."""

    source: str
    snaks: tuple[Snak, ...]

    def has(self, *properties: str) -> bool:
        """Tell whether one of the parts has one of these properties."""
        return any(snak.property in properties for snak in self.snaks)


class Drafted(NamedTuple):
    """A fact and the statement that says it, of the item into which that of the link may have been merged.

    *new* tells that the item has a statement of that value already, about something else. *others* are the
    values that Wikidata has for that property. *lost* is what the statement, or QuickStatements, does not
    say of the fact.
    """

    ours: OwnFact
    statement: Statement
    references: tuple[Reference, ...]
    new: bool
    others: tuple[Value, ...]
    lost: tuple[str, ...]


class LeftOut(NamedTuple):
    """A fact that is not drafted: of which *thing* (an IRI), the *property*, the *value* if any, and why."""

    thing: str
    property: str
    value: Value | None
    reason: str


class Draft(NamedTuple):
    """The statements by item and property, and what was left out."""

    statements: tuple[Drafted, ...]
    left_out: tuple[LeftOut, ...]

    def untraceable(self) -> list[str]:
        """Return the IRIs of the sources that references name by their title only, sorted."""
        references = (reference for each in self.statements for reference in each.references)
        return sorted({each.source for each in references if each.source and not each.has(_STATED_IN, _URL)})


def draft(
    compared: Diff,
    form: Form,
    *,
    retrieved: Value | None,
    addresses: Mapping[str, str],
    prefixes: Mapping[str, str],
) -> Draft:
    """Draft statements for what is only here, to be written as *form*.

    *retrieved* is the day (a time) on which those sources were looked up of which the graph does not say it.
    *addresses* maps IRIs of sources to the addresses that references are to give. Facts about things whose
    item was not fetched, or not with its statements, are passed over: nobody knows what it has. *prefixes*
    shorten IRIs in error messages.

    Raises UsageError if a source needs *retrieved* and there is none, or an address is none.
    """
    for name, address in addresses.items():
        if not _ADDRESS.fullmatch(address):
            raise UsageError(f"{shown(address)} is not the address of a web page ({shrink(name, prefixes)}).")
    chosen: list[Drafted] = []
    left: list[LeftOut] = []
    for thing in compared.things:
        name = thing.thing.term.value
        if thing.state != "compared":
            continue
        for own in thing.unsaid:
            why = "; ".join(own.missing) or "Wikidata cannot say it"
            left.append(LeftOut(name, own.mapping.property.id, None, why))
        theirs = list({id(pair.theirs): pair.theirs for pair in thing.pairs if pair.theirs}.values())
        known = [each._replace(value=_current(each.value, compared.merged)) for each in theirs]
        for pair in thing.pairs:
            ours = pair.ours
            if ours is None or ours.statement is None or pair.outcome == "same":
                continue
            cited = _references(ours, retrieved, addresses)
            statement = _statement(ours.statement, thing.item, cited, compared.merged)
            alike = [each for each in known if each[1:3] == statement[1:3]]  # property and value
            reason = _why_not(pair, cited) or _unwritable(statement, form, bool(alike))
            if any(same_time(statement, each) for each in alike):
                reason = reason or "another fact says it already"
            if reason:
                left.append(LeftOut(name, statement.property, statement.value, reason))
                continue
            known.append(statement)
            others = tuple(each.value for each in theirs if each.property == statement.property)
            lost = (*losses(statement), *ours.missing, *_too_long(ours))
            chosen.append(Drafted(ours, statement, cited, bool(alike), others, lost))
    _check_days(chosen, prefixes)
    chosen.sort(key=lambda each: (numeric_id(each.statement.item), numeric_id(each.statement.property)))
    return Draft(tuple(chosen), tuple(left))


def _why_not(pair: Pair, references: Sequence[Reference]) -> str:
    """Return why a fact is not drafted, the empty string if it can be."""
    ours = pair.ours
    if ours is None or not ours.claims:
        return "no source says it: it is the editors' own"
    if ours.disputed:
        return "the sources disagree about it"
    if pair.outcome == "differs":
        return "Wikidata has another value"
    if pair.outcome != "only here":
        return f"Wikidata has it, {'less' if pair.outcome == 'theirs less precise' else 'more'} precisely"
    if not references:
        return "nothing can be said of its source"
    return "" if all(each.has(_QUOTATION) for each in references) else "a source has no words for it"


def _unwritable(statement: Statement, form: Form, new: bool) -> str:
    """Return why QuickStatements cannot write a statement, the empty string if it can."""
    try:
        if form == "v1":
            v1_line(statement, new=new)
            return ""
        table([statement])
    except Unwritable as why:
        return str(why)
    return "the item has that value already, and CSV cannot ask for a second statement" if new else ""


def _statement(
    ours: Statement, item: str, references: Sequence[Reference], merged: Mapping[str, str]
) -> Statement:
    """Return the statement with our references, and with items as they are called now."""

    def now(snaks: Sequence[Snak]) -> tuple[Snak, ...]:
        return tuple(Snak(snak.property, _current(snak.value, merged)) for snak in snaks)

    return ours._replace(
        item=item,
        value=_current(ours.value, merged),
        qualifiers=now(ours.qualifiers),
        references=tuple(now(each.snaks) for each in references),
    )


def _current(value: Value, merged: Mapping[str, str]) -> Value:
    return value._replace(text=merged[value.text]) if value.kind == "item" and value.text in merged else value


def _too_long(ours: OwnFact) -> list[str]:
    quotes = ((claim.quote_prefix or "") + (claim.quote or "") for claim in ours.claims)
    too_long = any(len(words.split()) > _MOST_WORDS for words in quotes)
    return [f"a quote of more than {_MOST_WORDS} words"] if too_long else []


def _check_days(chosen: Sequence[Drafted], prefixes: Mapping[str, str]) -> None:
    """Make sure that every reference has the day on which its source was looked up; UsageError otherwise."""
    undated = sorted(
        {shrink(each.source, prefixes) for of in chosen for each in of.references if not each.has(_RETRIEVED)}
    )
    if undated:
        raise UsageError(
            f"The graph does not say when these sources were looked up: {', '.join(undated)}",
            hint="References need the day. Look the sources up, and say when you did: --retrieved YYYY-MM-DD",
        )


def _references(own: OwnFact, retrieved: Value | None, addresses: Mapping[str, str]) -> tuple[Reference, ...]:
    """Return our references, one for each source, with what was given for it beside what the graph says.

    *retrieved* is the day for sources without one, *addresses* maps IRIs of sources to addresses.
    """
    cited = own.statement.references if own.statement is not None else ()
    sources = sorted({claim.source.term.value for claim in own.claims if claim.source is not None})
    if len(sources) != len(cited):  # of some nothing can be said: which of them these are, nobody knows
        sources = [""] * len(cited)
    completed = []
    for source, snaks in zip(sources, cited, strict=True):
        parts = Reference(source, tuple(_as_taken(snak) for snak in snaks if _is_short(snak)))
        if source in addresses and not parts.has(_URL):
            parts = parts._replace(snaks=(Snak(_URL, Value("url", addresses[source])), *parts.snaks))
        if retrieved is not None and not parts.has(_RETRIEVED):
            parts = parts._replace(snaks=(*parts.snaks, Snak(_RETRIEVED, retrieved)))
        completed.append(parts)
    return tuple(completed)


def _as_taken(snak: Snak) -> Snak:
    """Return a part of a reference as Wikidata takes it.

    It takes no line breaks, which words of a table can have between them: white space becomes one space. A
    text in a language that it does not know is one in an undetermined language.
    """
    value = snak.value
    if value.kind != "text":
        return snak
    language = value.language if is_known(value.language) else UNDETERMINED
    return Snak(snak.property, value._replace(text=" ".join(value.text.split()), language=language))


def _is_short(snak: Snak) -> bool:
    return snak.property != _QUOTATION or len(snak.value.text.split()) <= _MOST_WORDS
