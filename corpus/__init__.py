"""Policy documents and how they are read: text, metadata, clauses, figures."""
