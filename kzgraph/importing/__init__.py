"""Taking in foreign data: Popolo files and tables become Turtle with a source and a claim for each fact.

Reading (:mod:`~kzgraph.importing.popolo`, :mod:`~kzgraph.importing.tabular`) gives things and facts, each
with the place in the file that says it. :mod:`~kzgraph.importing.match` proposes which of the things may be
things of the graph; what the curator decides about that comes back through
:mod:`~kzgraph.importing.decisions`. :mod:`~kzgraph.importing.assemble` names what is new and compares each
fact with what the graph accepts; :mod:`~kzgraph.importing.run` does all this and writes it down as Turtle.
Nothing here changes a file of the graph.
"""
