"""Measure the assistant: questions with known answers, run in process, scored apart."""
