"""Searching Wikidata for the item of a thing: by all its names, in all languages and scripts.

Two searches are asked, because neither finds everything: ``wbsearchentities`` finds names that begin with the
text, in one language; the full-text search finds names with all the words in any order, so that «Владислав
Косарев» leads to «Косарев, Владислав Борисович».
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from kzgraph.lookup.labels import label_all, language_rank, names
from kzgraph.model import ABBREVIATION, NAMES
from kzgraph.rdf.spelling import has_cyrillic
from kzgraph.rdf.terms import RDF, Term, iri, shrink
from kzgraph.sparql.results import grouped
from kzgraph.storage.graph import Graph
from kzgraph.wikidata.cache import Cache
from kzgraph.wikidata.client import Client
from kzgraph.wikidata.fetch import BATCH, MAX_AGE, fetch
from kzgraph.wikidata.links import links
from kzgraph.wikidata.mapping import Property, classes, mappings
from kzgraph.wikidata.our_statements import facts
from kzgraph.wikidata.our_values import value_of
from kzgraph.wikidata.scoring import Candidate, Profile, judge
from kzgraph.wikidata.statements import Value

__all__ = ["candidates", "profile", "respelt", "searches", "wikidata_code"]

_VERDICTS: Final = {"likely": 0, "possible": 1, "unlikely": 2, "no": 3}
#: Languages with a script that Wikidata has labels in; a name in any other Latin spelling is looked up as an
#: English one: there is no language ru-latn there.
_WITH_SCRIPT: Final = frozenset(
    f"{language}-{script}"
    for language, scripts in {
        **dict.fromkeys(("tg", "tt", "uz", "crh", "ug", "shi"), ("latn", "cyrl", "arab")),
        "kk": ("latn", "cyrl", "arab"),
        "ku": ("latn", "arab"),
        "zh": ("hans", "hant"),
    }.items()
    for script in scripts
)

#: Longer ones first, so that shch is not read as sh and ch.
_LETTERS: Final = {
    "shch": "щ",
    **dict(zip(("sh", "ch", "zh", "kh", "gh", "ts", "ss"), "шчжхгцс", strict=True)),
    **dict(zip(("yu", "ya", "yo", "ye", "yi", "ph", "ck"), "юяёеифк", strict=True)),
    **dict(zip("abvgdezijklmnoprstufhcqwxyı", "абвгдезижклмнопрстуфхкквкыы", strict=True)),
    "x": "кс",
}
_LONGEST_FIRST: Final = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)))
#: y is a short i after a vowel (Tuyakbay, Zhanaozen has none), but belongs to ya, yu, yo where it can.
_AFTER_VOWEL: Final = re.compile(r"(?<=[aeiou])y(?![aeiou])|(?<=[aeiou])y(?=e)|(?<=i)y\\b")


def searches(about: Profile) -> list[tuple[str, str]]:
    """Return what to search for: each name once in its language, each long one once in full text ("").

    Languages are as Wikidata writes them. A thing that has Latin names only is searched for in Cyrillic
    letters, too, as they are most likely written (:func:`respelt`).
    """
    every: dict[str, tuple[str, str]] = {}
    full: dict[str, str] = {}
    for name in about.names:
        text = " ".join(name.value.split())
        if any(map(str.isalnum, text)):
            every.setdefault(text.casefold(), (text, wikidata_code(name.language)))
            if name not in about.short:
                full.setdefault(text.casefold(), text)
    texts = list(full.values())
    if not any(has_cyrillic(text) for text, _ in every.values()):
        texts += dict.fromkeys(filter(None, map(respelt, texts)))
    return [*every.values(), *((text, "") for text in texts)]


def wikidata_code(language: str | None) -> str:
    """Return the code of Wikidata for a language tag (BCP 47): ``kk-Latn-x-2018`` is ``kk-latn``."""
    parts = (language or "en").lower().partition("-x-")[0].split("-")
    if "-".join(parts[:2]) in _WITH_SCRIPT:
        return "-".join(parts[:2])
    return "en" if "latn" in parts[1:] or parts[0] in ("und", "mul", "x") else parts[0]


def respelt(name: str) -> str:
    """Return how a Latin name is most likely written in Russian, in small letters without punctuation.

    The empty string if it has letters that are not Latin. It is a guess to search with, never to show or
    keep: search engines compare letters, and most items about people from Cyrillic countries have Cyrillic
    labels only. What it leads to is compared by :func:`kzgraph.rdf.spelling.fold`, without the guess.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = re.sub("[\u0300-\u036f'’ʹʼ]", "", plain)
    plain = " ".join(re.findall(r"[^\W_]+", plain))
    if not re.fullmatch("[a-zı ]+", plain):
        return ""
    plain = _AFTER_VOWEL.sub("й", plain)
    return _LONGEST_FIRST.sub(lambda letters: _LETTERS[letters.group()], plain)


def profile(graph: Graph, thing: str) -> Profile:
    """Return what the graph knows of a thing (an IRI) that can be compared with items.

    Raises what the engine raises.
    """
    own_names, short = _names(graph, thing)
    kinds, others = _kinds(graph, thing)
    every = links(graph)
    exact = {link.thing: link.qid for link in every if link.relation == "exact"}
    names_of = {link.qid: link.label for link in every if link.qid and link.label}
    own = label_all(graph, [iri(thing), *map(iri, exact)])
    names_of |= {qid: own[iri(of)].label for of, qid in exact.items()}
    return Profile(
        iri=thing,
        label=own[iri(thing)].label,
        names=own_names,
        short=short,
        kinds=frozenset(kinds),
        other_kinds=frozenset(others),
        facts=_own_facts(graph, thing, exact),
        taken={qid: shrink(of, graph.prefixes) for of, qid in exact.items() if of != thing},
        refused={link.qid: link.reason for link in every if link.relation == "not" and link.thing == thing},
        linked=exact.get(thing, ""),
        names_of=names_of,
    )


def candidates(
    about: Profile,
    client: Client,
    cache: Cache,
    *,
    max_age: int = MAX_AGE,
    done: Callable[[int], None] = lambda count: None,
) -> list[Candidate]:
    """Search for the item of a thing and return those that were found, the best first.

    The items are copied into the cache; nothing else is written. After each request *done* is called with 1;
    there are as many as :func:`searches` has, and one more.

    Raises NetworkError, and GraphLoadError or OutputError for the cache.
    """
    cache.check()
    hits: dict[str, int] = {}
    for text, language in searches(about):
        named = client.search(text, language) if language else client.find(text)
        done(1)
        for qid in dict.fromkeys(named):
            hits[qid] = hits.get(qid, 0) + 1
    # Those that most names lead to; one request has room for so many.
    chosen = sorted(hits, key=lambda qid: (-hits[qid], int(qid[1:])))[:BATCH]
    fetch(client, cache, chosen, max_age=max_age)
    done(1)
    merged = cache.redirects
    entities = {cache.target(qid): entity for qid in chosen if (entity := cache.entity(qid)) is not None}
    judged = [judge(about, entity, merged) for entity in entities.values()]
    return sorted(judged, key=lambda each: (_VERDICTS[each.verdict], -each.score, int(each.item[1:])))


def _names(graph: Graph, thing: str) -> tuple[tuple[Term, ...], frozenset[Term]]:
    """Return the names of a thing, preferred and English ones first, and which of them are abbreviations."""
    known = [(naming, name) for _, naming, name in names(graph, [thing])]
    short = frozenset(name for naming, name in known if naming == ABBREVIATION)

    def order(named: tuple[str, Term]) -> tuple[bool, int, int, str, str]:
        naming, name = named
        language = name.language or ""
        return naming == ABBREVIATION, NAMES.index(naming), language_rank(language), language, name.value

    return tuple(dict.fromkeys(name for _, name in sorted(known, key=order))), short


def _kinds(graph: Graph, thing: str) -> tuple[set[str], set[str]]:
    """Return the classes of Wikidata whose items can be this thing, and those that say it is something else.

    What can be a thing of a broader or narrower class of ours is neither.
    """
    own, below, direct = (
        set(graph.values(f"SELECT DISTINCT ?c {{ {pattern} }}", thing=iri(thing)))
        for pattern in ("$thing a/rdfs:subClassOf* ?c", "$thing a/^rdfs:subClassOf* ?c", "$thing a ?c")
    )
    known = classes(graph)
    fitting = {qid for cls in direct | below for qid in known.get(cls, ())}
    related = {qid for cls in own for qid in known.get(cls, ())}
    return fitting, {qid for of in known.values() for qid in of} - fitting - related


def _own_facts(graph: Graph, thing: str, exact: Mapping[str, str]) -> dict[Property, tuple[Value, ...]]:
    """Return the accepted facts of a thing that Wikidata has properties for, whether it is linked or not."""
    values = grouped(
        (mapping.property, value)
        for mapping in mappings(graph)
        if mapping.value_from != RDF + "type"  # the kind is compared by itself
        for fact in facts(graph, mapping, thing)
        if (value := value_of(fact.value, mapping.property, exact)) is not None
    )
    return {prop: tuple(dict.fromkeys(of)) for prop, of in values.items()}
