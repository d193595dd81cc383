"""From a question to a checked answer. The order of the steps stands in ``pipeline.py``."""
