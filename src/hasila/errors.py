"""What can go wrong, as a tree.

HasilaError
├── InputError      a file or a line that cannot be read; names it and says what to do
├── DataError       faults in the lexicons and constructions, all at once
└── UsageError      a call or an option that makes no sense
"""

from __future__ import annotations

from collections.abc import Sequence


class HasilaError(Exception):
    """The root of every error that Hasila raises on purpose."""


class InputError(HasilaError):
    """A source that cannot be read: `where` names it, the message says what to do."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where
        self.what = what


class DataError(HasilaError):
    """Faults in data files, each as `file:line: column: what`, told all at once."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[type[DataError], tuple[tuple[str, ...]]]:
        """From a worker process it comes with its faults, not with the message that they make."""
        return DataError, (self.faults,)


class UsageError(HasilaError):
    """A call or an option that makes no sense; the message says what would."""
