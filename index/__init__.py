"""From documents to ranked passages: embedding, the Chroma store, lexical search, ranking."""
