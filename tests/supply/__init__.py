"""What the project is made of that others wrote: pinned, hashed, listed, and looked up for known weaknesses.

    python -m tests.supply lock     hashes of every pinned package for every platform: requirements.lock
    python -m tests.supply list     licences and bill of materials: docs/licences.md, docs/sbom.cdx.json
    python -m tests.supply audit    known weaknesses of what is pinned, where data on them can be had

The programs that do this live in an environment of their own beside the one they look at.
"""
