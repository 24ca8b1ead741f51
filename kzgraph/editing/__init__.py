"""Writing a fact down: its property and value, the claim, and its place in the files of the graph."""
