"""The two layers, written together: what is accepted, and the claims of the sources that it rests on."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple

from generator.source import CLOSING, DEPRECATED, NORMAL, PREFERRED, Source
from generator.turtle import Node, Output, text

Fact = tuple[str, str]

_LANGUAGES = ("en", "ru", "en")
_STATEMENTS = (
    ("allegation", "that the party takes money from abroad"),
    ("prediction", "that the party will be dissolved within a year"),
    ("plan", "to unite with the other parties of the left"),
    ("demand", "that the law on parties be repealed"),
)


class Said(NamedTuple):
    """A value, and the words in which an English and a Russian text give it."""

    value: str
    en: str
    ru: str


def readable(concept: str) -> str:
    """Return a concept's name in words: ``view-only-opposition`` is ``only opposition``."""
    return concept.partition("-")[2].replace("-", " ")


class Layers:
    """Writes facts with their claims. *rng* decides which source says something and how.

    *concepts* are those of the ontology by the first word of their names: ``kz:view-loyal`` is a view.
    """

    def __init__(self, output: Output, rng: Random, concepts: Mapping[str, Sequence[str]]) -> None:
        self.output = output
        self.rng = rng
        self.concepts = concepts
        self.sources: list[Source] = []
        self._numbered = 0
        self._conflicts = 0

    def open_sources(self) -> None:
        """Close the present sources and begin with new ones."""
        self.close_sources()
        for language in _LANGUAGES:
            self.sources.append(Source(self.output, self._numbered, language, self.rng))
            self._numbered += 1

    def close_sources(self) -> None:
        """Close the present sources."""
        for source in self.sources:
            source.close()
        self.sources.clear()

    @property
    def triples(self) -> int:
        """How many triples there will be once the present sources are closed."""
        return self.output.triples + CLOSING * len(self.sources)

    def state(self, node: Node, facts: Sequence[Fact], en: str, ru: str) -> Source:
        """Let a source say some facts about a thing in one passage; now and then a second one says so, too.

        Returns the first source.
        """
        rng = self.rng
        for fact in facts:
            node.add(*fact)
        first = rng.choice(self.sources)
        self._claim(first, node, facts, en, ru)
        if rng.random() < 0.12:
            self._claim(self._another(first), node, facts, en, ru)
        return first

    def dispute(self, node: Node, predicate: str, how: str, first: Said, second: Said) -> tuple[str, str]:
        """Let two sources disagree, and return their claims.

        *how* it ends: ``open`` (both normal, neither accepted), ``preferred`` (the first is), ``deprecated``
        (the second is).
        """
        one = self.rng.choice(self.sources)
        two = self._another(one)
        names = one.new_claim(), two.new_claim()
        ranks = {
            "open": (NORMAL, NORMAL),
            "preferred": (PREFERRED, NORMAL),
            "deprecated": (NORMAL, DEPRECATED),
        }[how]
        for source, said, i in ((one, first, 0), (two, second, 1)):
            more = [f"kzo:conflictsWith {names[1 - i]}"]
            if ranks[i] != NORMAL:
                reason = (
                    "The document itself was seen."
                    if how == "preferred"
                    else "A slip: the table has it otherwise."
                )
                more.append(f"kzo:rankReason {text(reason, 'en')}")
            quote = source.say(said.en if source.language == "en" else said.ru, self.rng)
            source.claim(node.iri, predicate, said.value, quote, rank=ranks[i], more=more, iri=names[i])
        if how != "open":
            node.add(predicate, first.value)
        self.question(names, first.en, second.en)
        return names

    def question(self, sides: tuple[str, str], first: str, second: str) -> None:
        """Write the question that two claims answer differently."""
        self._conflicts += 1
        conflict = Node("data/conflicts.ttl", f"kz:conflict-{self._conflicts}", "kzo:Conflict")
        conflict.add("skos:prefLabel", text(f"Which is right: {first}, or {second}?", "en"))
        conflict.add("kzo:explanation", text(f"One source has: {first}; another: {second}.", "en"))
        for side in sides:
            conflict.add("kzo:side", side)
        conflict.write(self.output)

    def rounded(self, node: Node, predicate: str, said: Said) -> None:
        """Let a source give an accepted value less precisely: a deprecated claim, but no conflict."""
        source = self.rng.choice(self.sources)
        quote = source.say(said.en if source.language == "en" else said.ru, self.rng)
        reason = (
            f"kzo:rankReason {text('Less precise than the accepted value, and in agreement with it.', 'en')}"
        )
        source.claim(node.iri, predicate, said.value, quote, rank=DEPRECATED, more=[reason])

    def opine(self, node: Node, name: str, agent: str) -> Fact:
        """Let an agent hold something about a thing, and return what; it is never accepted."""
        source = self.rng.choice(self.sources)
        if self.rng.random() < 0.4:
            view = self.rng.choice(self.concepts["view"])
            fact, kind, words = ("kzo:describedAs", view), "opinion", f"{name}: {readable(view)}"
        else:
            kind, what = self.rng.choice(_STATEMENTS)
            fact, words = ("kzo:statement", text(what[0].upper() + what[1:] + ".", "en")), f"{name}: {what}"
        quote = source.say(words, self.rng)
        more = [f"kzo:assertedBy {agent}", f"kzo:kind kz:statement-{kind}"]
        source.claim(node.iri, *fact, quote, more=more)
        return fact

    def _another(self, source: Source) -> Source:
        at = self.sources.index(source)
        return self.sources[(at + self.rng.randint(1, len(self.sources) - 1)) % len(self.sources)]

    def _claim(self, source: Source, node: Node, facts: Sequence[Fact], en: str, ru: str) -> None:
        quote = source.say(en if source.language == "en" else ru, self.rng)
        cited = [f"kzo:reference {source.reference(self.rng)}"] if self.rng.random() < 0.15 else []
        for predicate, value in facts:
            more = cited
            if '?"^^' in value:
                more = [*cited, f"skos:editorialNote {text('The year is inferred from the context.', 'en')}"]
            source.claim(node.iri, predicate, value, quote, more=more)
