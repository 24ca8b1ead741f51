"""The terminals that SPARQL 1.1 (section 19.8) and Turtle 1.1 (section 6.5) have in common, as patterns.

All are possessive, so that reading takes time in proportion to the length of the text.
"""

__all__ = ["terminals"]

_LOCAL_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"


def terminals(letter: str, first: str, char: str, escape: str) -> dict[str, str]:
    r"""Return the patterns of a quoted string, prefixed name, blank node label, language and unsigned number.

    *letter*, *first* and *char* match a character with which a prefix begins, with which a label begins, and
    any further one; *escape* matches what may stand after and with a backslash in a string.
    """
    local = rf"(?:[:]|{first}|{_LOCAL_ESCAPE})(?:\.*+(?:[:]|{char}|{_LOCAL_ESCAPE}))*+"
    return {
        "string": "|".join(
            rf"{q}{q}{q}(?:{q}{{0,2}}+(?:[^{q}\\]|{escape}))*+{q}{q}{q}|{q}{q}(?!{q})"
            rf"|{q}(?!{q})(?:[^{q}\\\n\r]|{escape})*+{q}"
            for q in ("'", '"')
        ),
        "name": rf"(?:{letter}(?:\.*+{char})*+)?+:(?:{local})?+",
        "blank": rf"_:{first}(?:\.*+{char})*+",
        "language": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*+(?:--[A-Za-z]+)?",
        "number": r"(?:[0-9]++\.?[0-9]*+|\.[0-9]++)[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++",
    }
