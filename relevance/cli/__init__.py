"""The same steps from a shell: `relevance [--db FILE] COMMAND`."""

from relevance.cli.run import main

__all__ = ["main"]
