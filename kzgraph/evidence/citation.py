"""Which claims to cite for what is said of a thing: the fewest whose words carry it all."""

from collections.abc import Sequence

from kzgraph.evidence.claims import Claim
from kzgraph.lookup.labels import Labelled

__all__ = ["fewest"]


def fewest(evidence: Sequence[Claim]) -> list[Claim]:
    """Choose the fewest claims whose words carry everything accepted that each source says.

    Words that also carry something the graph does not accept are taken only if nothing else will do.
    """
    doubtful = {(claim.source, claim.quote) for claim in evidence if not claim.accepted}
    carried: dict[tuple[Labelled | None, str | None], set[tuple[Labelled, Labelled]]] = {}
    first: dict[tuple[Labelled | None, str | None], Claim] = {}
    for claim in evidence:
        if claim.accepted and not claim.asserted_by:
            words = (claim.source, claim.quote)
            carried.setdefault(words, set()).add((claim.predicate, claim.object))
            first.setdefault(words, claim)
    chosen = []
    open_facts = {(source, fact) for (source, _), facts in carried.items() for fact in facts}
    while open_facts:
        best = max(
            carried,
            key=lambda words: (
                words not in doubtful and any((words[0], fact) in open_facts for fact in carried[words]),
                sum((words[0], fact) in open_facts for fact in carried[words]),
                words[1] or "",
            ),
        )
        open_facts -= {(best[0], fact) for fact in carried.pop(best)}
        chosen.append(first[best])
    return [claim for claim in chosen if not any(_is_part(claim, other) for other in chosen)]


def _is_part(claim: Claim, other: Claim) -> bool:
    """Tell whether the words of a claim are only a part of those of another claim of the same source."""
    words, more = claim.quote or "", other.quote or ""
    return claim.source == other.source and words != more and words in more
