"""Coverage-guided fuzzing of everything that reads what came from outside.

    python -m tests.fuzzing SECONDS [FAMILY]...

Each family runs in a process of its own for as many seconds. What makes a reader fail is kept in
`tests/fuzzing/found/FAMILY` and tried by `tests/test_fuzzing.py` from then on.

targets    what is fuzzed: a function of bytes by family, and the samples that it begins with
one        fuzzes one family, in its process
__main__   the command
"""
