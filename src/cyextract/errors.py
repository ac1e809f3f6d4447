"""Every exception that cyextract raises on purpose."""


class CyextractError(Exception):
    """Base class: catch this to catch everything the library raises on purpose."""


class InputError(CyextractError, ValueError):
    """The input is not a text cyextract can index: not a `str`, or a `str` with lone surrogates."""


class DataError(CyextractError, ValueError):
    """Authored data is wrong. `problems` holds every problem found, one line each, as `file:line id: what and what to do`."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))

    def __reduce__(self) -> tuple[type["DataError"], tuple[list[str]]]:
        return type(self), (list(self.problems),)


class RuleError(DataError):
    """A rule file does not load."""


class LexiconError(DataError):
    """A word list does not load."""


class MissingExtraError(CyextractError, ImportError):
    """An optional dependency is absent; the message names the extra to install."""
