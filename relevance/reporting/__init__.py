"""A report as one HTML file that needs nothing else: no script, no address, every text escaped."""

from relevance.reporting.rendering import render_report

__all__ = ["render_report"]
