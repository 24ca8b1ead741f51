"""What changed between two states of a graph, in terms of facts and not of lines.

`versions` reads a state (a folder, a file, a git revision), `pair` subtracts one from the other, and
`compare` says what the difference means.
"""
