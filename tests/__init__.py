"""Tests: one file for each module, a small invented world, pages, and journeys in a real browser."""
