"""One reader per file format; each returns a :class:`corpus.readers.reading.Reading`."""
