"""Identifiers of Wikidata's items, as people write them and as they are stored."""

import re
from typing import Final

from kzgraph.errors import UsageError, shown

__all__ = ["ENTITY", "PAGE", "is_id", "item_id", "means_item"]

#: The namespace of Wikidata's entities; they are ``http``, not ``https``.
ENTITY: Final = "http://www.wikidata.org/entity/"
#: Where a person reads about an item.
PAGE: Final = "https://www.wikidata.org/wiki/"

#: Nine digits are ten times as many items as Wikidata has; a longer number is a slip.
_ID: Final = re.compile(r"[QP][1-9][0-9]{0,9}")
_MEANT: Final = re.compile(r"\s*<?([A-Za-z][0-9]+|(wd:|https?://(www\.|m\.)?wikidata\.org/).*)\s*")
_WRITTEN: Final = re.compile(
    r"<?(?:wd:|https?://(?:www\.|m\.)?wikidata\.org/(?:entity/|wiki/(?:Special:EntityData/)?))?"
    r"(?P<id>[A-Za-z][0-9]+)(?:[.#?][^\s<>]*)?>?"
)


def is_id(text: str) -> bool:
    """Tell whether *text* is the identifier of an item or a property as Wikidata writes it: Q42, P31."""
    return _ID.fullmatch(text) is not None


def means_item(text: str) -> bool:
    """Tell whether *text* is meant as an identifier or address of Wikidata, and is no name."""
    return _MEANT.fullmatch(text) is not None


def item_id(text: str) -> str:
    """Return the identifier of the item that *text* names: ``Q42``, ``q42``, ``wd:Q42`` or its address.

    Raises UsageError if it names a property or something else, or nothing that Wikidata could have.
    """
    match = _WRITTEN.fullmatch(text.strip())
    found = match["id"].upper() if match else ""
    if found.startswith("P") and is_id(found):
        raise UsageError(f"{found} is a property of Wikidata, not an item.", hint=_EXAMPLE)
    if not found.startswith("Q") or not is_id(found):
        raise UsageError(f"{shown(text)} is not the identifier of an item of Wikidata.", hint=_EXAMPLE)
    return found


_EXAMPLE: Final = "An item is named by Q and a number, or by the address of its page: Q232"
