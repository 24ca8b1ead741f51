"""Where a graph is and how it is read: folders, engines, the cache, documents, and files replaced whole."""
