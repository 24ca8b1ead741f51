"""The canned queries of a graph: typed parameters, query files with their headers, and their list."""
