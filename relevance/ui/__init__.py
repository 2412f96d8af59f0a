"""The dashboard: screens that compose what the pipeline gives; nothing is worked out here."""
