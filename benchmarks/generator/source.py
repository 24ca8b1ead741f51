"""A source: the text that it is, the passages that are quoted from it, and the claims made with them."""

from collections.abc import Sequence
from hashlib import sha256
from random import Random

from generator.dates import FIRST, LAST, on
from generator.turtle import Node, Output, text

PREFERRED, NORMAL, DEPRECATED = "wikibase:PreferredRank", "wikibase:NormalRank", "wikibase:DeprecatedRank"

#: What a source adds to the Turtle when it is closed: its own description.
CLOSING = 5
_REFERENCES = 2
_LEADS = {
    "en": ("", "As the record has it, ", "According to the yearbook, ", "It is known that ", "Later on: "),
    "ru": ("", "Как следует из документов, ", "По данным ежегодника, ", "Известно, что ", "Позднее: "),
}
_TAILS = {
    "en": (".", ", which nobody contested.", ", and the press took note.", " (see the annex)."),
    "ru": (".", ", чего никто не оспаривал.", ", о чём писала пресса.", " (см. приложение)."),
}


class Source:
    """A document of the graph folder, one claims file beside it. Every passage in it is numbered."""

    def __init__(self, output: Output, number: int, language: str, rng: Random) -> None:
        self.number = number
        self.iri = f"kz:source-{number:03}"
        self.language = language
        self.file = f"data/claims/{number:03}.ttl"
        self.text = f"sources/{number:03}.txt"
        self._output = output
        self._hash = sha256()
        self._passages = 0
        self._claims = 0
        self._node = Node("data/sources.ttl", self.iri, "kzo:Source")
        title = f"Report {number} on the parties" if language == "en" else f"Доклад {number} о партиях"
        self._node.add("skos:prefLabel", text(f"Report {number} on the parties", "en"))
        self._node.add("dcterms:title", text(title, language))
        self.claim(self.iri, "dcterms:title", text(title, language), self.say(title, rng))
        for reference in range(1, _REFERENCES + 1):
            self._refer(reference, rng)

    def say(self, words: str, rng: Random) -> str:
        """Write a line with the words into the text, and return the quote: it occurs there once."""
        self._passages += 1
        quote = f"{words} [{self._passages}]"
        lead, tail = rng.choice(_LEADS[self.language]), rng.choice(_TAILS[self.language])
        self.write(f"{lead}{quote}{tail}\n")
        return quote

    def write(self, line: str) -> None:
        """Write something into the text."""
        encoded = line.encode()
        self._hash.update(encoded)
        self._output.file(self.text).write(encoded)

    def new_claim(self) -> str:
        """Return the IRI of the next claim, for when others have to name it before it is written."""
        self._claims += 1
        return f"kz:claim-{self.number:03}-{self._claims:03}"

    def reference(self, rng: Random) -> str:
        """Return one of the publications that the source cites."""
        return f"kz:reference-{self.number:03}-{rng.randint(1, _REFERENCES)}"

    def claim(
        self,
        subject: str,
        predicate: str,
        value: str,
        quote: str,
        *,
        rank: str = NORMAL,
        more: Sequence[str] = (),
        iri: str = "",
        source: str = "",
    ) -> str:
        """Write a claim and return its IRI; *more* are further properties with their values.

        *iri* is a name from :meth:`new_claim`. An empty *rank* and a wrong *source* are for planted errors.
        """
        name = iri or self.new_claim()
        ranks = [f"kzo:rank {rank}"] if rank else []
        rest = "".join([f" ;\n    {item}" for item in (*more, *ranks)])
        body = (
            f"{name} a kzo:Claim ;\n    rdf:subject {subject} ;\n    rdf:predicate {predicate} ;\n"
            f"    rdf:object {value} ;\n    kzo:source {source or self.iri} ;\n"
            f"    kzo:quote {text(quote)}{rest} .\n\n"
        )
        self._output.turtle(self.file, body, 6 + len(more) + len(ranks))
        return name

    def close(self) -> None:
        """Write the description of the source with the checksum of its text, and close its files."""
        self._node.add("kzo:file", text(self.text.rpartition("/")[2]))
        self._node.add("kzo:sha256", text(self._hash.hexdigest()))
        self._node.write(self._output)
        self._output.close(self.file, self.text)

    def _refer(self, reference: int, rng: Random) -> None:
        node = Node("data/sources.ttl", f"kz:reference-{self.number:03}-{reference}", "kzo:Reference")
        node.add("skos:prefLabel", text(f"Reference {reference} of report {self.number}", "en"))
        node.add("kzo:citedIn", self.iri)
        when = on(rng.randint(FIRST, LAST), rng, days_only=True)
        title = f"Yearbook, volume {rng.randint(1, 99)}"
        for predicate, value in (("dcterms:title", text(title, "en")), ("kzo:retrieved", when.literal)):
            node.add(predicate, value)
            words = f"{title}, {when.en if self.language == 'en' else when.ru}"
            self.claim(node.iri, predicate, value, self.say(words, rng))
        node.write(self._output)
