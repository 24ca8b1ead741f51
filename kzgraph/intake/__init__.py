"""Taking in foreign data: Popolo files and tables become Turtle with a source and a claim for each fact.

Reading (:mod:`~kzgraph.intake.popolo`, :mod:`~kzgraph.intake.tabular`) gives things and facts, each with the
place in the file that says it. :mod:`~kzgraph.intake.match` proposes which of the things may be things of the
graph; what the curator decides about that comes back through :mod:`~kzgraph.intake.decisions`.
:mod:`~kzgraph.intake.assemble` names what is new, weighs each fact against what the graph accepts, and
:mod:`~kzgraph.intake.turtle` writes it down. Nothing here changes a file of the graph.
"""
