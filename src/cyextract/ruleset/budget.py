"""What checking the rules of others may cost, all of them together: a short pattern can take hours to look at."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MAX_STEPS = 20_000_000  # of checking all rules of a user: some seconds
MAX_SECONDS = 30.0
NODE = 10
"""Steps of looking at a node of a pattern, or of compiling a character; a member of a set is one."""


class BudgetError(ValueError):
    """The rules take too long to check."""


class Budget:
    """Steps and seconds that are left."""

    def __init__(self, steps: int = MAX_STEPS, seconds: float = MAX_SECONDS) -> None:
        self._steps, self._end = steps, time.monotonic() + seconds

    @contextmanager
    def limiting(self) -> Iterator[None]:
        """Let what is done inside cost no more than is left; the other rules cost nothing."""
        token = _CURRENT.set(self)
        try:
            yield
        finally:
            _CURRENT.reset(token)

    def take(self, steps: int) -> None:
        """Use some of it up.

        Raises:
            BudgetError: there is no more.
        """
        self._steps -= steps
        if self._steps < 0 or time.monotonic() > self._end:
            raise BudgetError(
                f"checking the rules takes more than {MAX_STEPS:,} steps or {MAX_SECONDS:g} seconds; shorten character classes, fragments "
                "and alternatives, or divide the rules"
            )


_CURRENT: ContextVar[Budget | None] = ContextVar("cyextract rule budget", default=None)


def spend(steps: int) -> None:
    """Take steps of the budget that holds here, if one does.

    Raises:
        BudgetError: it is used up.
    """
    budget = _CURRENT.get()
    if budget is not None:
        budget.take(steps)
