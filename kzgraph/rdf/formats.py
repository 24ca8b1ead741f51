"""What a format is called: its name, its media type, the endings of its files, and what else people type.

The syntaxes of RDF are listed here. What else a part of the program reads or writes is listed by that part,
with the same :class:`Format` and found by the same :func:`named`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from kzgraph.errors import UnknownName, UsageError, shown

__all__ = ["SYNTAXES", "Format", "known", "named", "of_file", "syntax_of", "wished"]


class Format(NamedTuple):
    """A format.

    *endings* are those of the names of its files, the one that is written first; none for a format of several
    files or of none. *aliases* are other names that people type. *human* formats are for reading: IRIs are
    shortened, dangerous characters shown as escapes, and the encoding is the terminal's; all others are exact
    and UTF-8. *holds* are the kinds of content that an answer in it can have. *writer* is
    ``module:function`` in the package that lists it, *needs* the library of the extra ``exchange`` without
    which it cannot be written, if there is one.
    """

    name: str
    what: str
    media_type: str
    endings: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    human: bool = False
    holds: frozenset[str] = frozenset()
    writer: str = ""
    needs: str = ""

    @property
    def ending(self) -> str:
        """The ending of the files that are written, "" for a format of several files or of none."""
        return self.endings[0] if self.endings else ""


#: The syntaxes of RDF by name.
SYNTAXES: Final[Mapping[str, Format]] = {
    each.name: each
    for each in (
        Format("ttl", "Turtle", "text/turtle", (".ttl", ".turtle"), ("turtle", "longturtle")),
        Format("nt", "N-Triples", "application/n-triples", (".nt",), ("ntriples", "n-triples", "nt11")),
        Format("nq", "N-Quads", "application/n-quads", (".nq",), ("nquads", "n-quads")),
        Format("trig", "TriG", "application/trig", (".trig",)),
        Format(
            "rdfxml",
            "RDF/XML",
            "application/rdf+xml",
            (".rdf", ".owl", ".xml"),
            ("rdf", "xml", "rdf/xml", "pretty-xml", "owl"),
        ),
        Format("jsonld", "JSON-LD", "application/ld+json", (".jsonld", ".json"), ("json-ld",)),
        Format("ttl12", "RDF 1.2 Turtle", "text/turtle", (".ttl12",), ("turtle12",)),
        Format("n3", "N3", "text/n3", (".n3",), ("notation3",)),
    )
}


def known(name: str, what: str = "", **more: object) -> Format:
    """Return the syntax *name* as a format of one's own: with *what* it is called, and its writer."""
    found = SYNTAXES[name]
    return found._replace(what=what or found.what, **more)  # type: ignore[arg-type]


def named(formats: Mapping[str, Format], name: str, kind: str = "format") -> Format:
    """Return the format that is called *name*, whatever its case; a media type is a name as well.

    Raises UnknownName, which says of which *kind* the formats are.
    """
    wanted = name.strip().lower()
    if wanted in formats:
        return formats[wanted]
    for each in formats.values():
        if wanted in each.aliases or wanted == each.media_type:
            return each
    import difflib

    names = {other: each.name for each in formats.values() for other in (each.name, *each.aliases)}
    near = difflib.get_close_matches(wanted, names, 3, 0.4)
    nearest = list(dict.fromkeys(names[other] for other in near))
    raise UnknownName(kind, name, nearest, hint=f"Formats: {', '.join(formats)}.")


def of_file(formats: Mapping[str, Format], file: str | None) -> Format | None:
    """Return the format that the ending of a file's name tells, None without one.

    No name, standard output (``-``), a device and a name without an ending tell nothing. Of several endings
    that fit the longest counts. Raises UsageError for an ending that no format has.
    """
    if file is None or file == "-" or file.startswith("/dev/"):
        return None
    name = file.replace("\\", "/").rpartition("/")[2].lower()
    fitting = [(len(end), each) for each in formats.values() for end in each.endings if name.endswith(end)]
    if fitting:
        return max(fitting, key=lambda found: found[0])[1]
    if "." not in name.lstrip("."):
        return None
    raise UsageError(
        f"The file name {shown(file, 300)} does not tell the format.",
        hint=f"Say it with --format: {', '.join(formats)}.",
    )


def wished(
    formats: Mapping[str, Format], name: str | None, file: str | None, kind: str = "format"
) -> Format | None:
    """Return the format called *name*, else the one that the name of the *file* tells, else None.

    Raises as :func:`named` and :func:`of_file` do.
    """
    return of_file(formats, file) if name is None else named(formats, name, kind)


def syntax_of(file: str) -> Format:
    """Return the syntax of RDF that the ending of a file's name tells. Raises UsageError if it tells none."""
    name = file.lower()
    for each in SYNTAXES.values():
        if name.endswith(each.endings):
            return each
    endings = (end for each in SYNTAXES.values() for end in each.endings)
    raise UsageError(
        f"The name of {shown(file, 300)} does not tell which RDF it is.",
        hint=f"Endings that are read: {', '.join(endings)}.",
    )
