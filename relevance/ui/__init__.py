"""The dashboard: screens that compose what the pipeline gives; nothing is worked out here."""

from relevance.ui.memory import give_back_at_once

# Polars reads this when it is loaded, which anything else in here does.
give_back_at_once()
