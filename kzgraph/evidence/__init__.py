"""Reading the evidence: claims, conflicts, quotes and passages, and what they say about a thing."""
