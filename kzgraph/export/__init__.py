"""Taking the graph away: what goes out (`choice`), the formats (`formats`), and their writers."""
