"""`python -m relevance` is `relevance`."""

from relevance.cli import main

if __name__ == "__main__":
    main()
