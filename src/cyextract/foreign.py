"""What others wrote: whatever reading it raises becomes one kind of error, and what is shown of it cannot command a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from cyextract.errors import CyextractError, InputError

# C0 and C1 controls, DEL, separators that end a line, bidirectional controls, halves of pairs.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_FORMULA = re.compile(r"[=@\t\r]|[+-](?!\d[\d.,]*%?\Z)")


@contextmanager
def reading(where: str, plain: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Read what others wrote inside: exceptions are as many as the libraries, files and values there are, and one list would lack some.

    Args:
        where: what is read; the message begins with it.
        plain: exceptions whose messages are for people, without their type.

    Raises:
        InputError: whatever was raised inside, named after `where`; our own errors as they are.

    >>> with reading("news.csv:7"):
    ...     int("x")
    Traceback (most recent call last):
    cyextract.errors.InputError: news.csv:7: ValueError: invalid literal for int() with base 10: 'x'
    """
    try:
        yield
    except CyextractError:
        raise
    except Exception as error:
        raise InputError(f"{where}: {str(error) if isinstance(error, plain) else describe_error(error)}") from error


def describe_error(error: BaseException) -> str:
    """One line for a row or a terminal: our own messages as they are, others with their type."""
    message = "; ".join(str(error).splitlines())
    return message if isinstance(error, CyextractError) else f"{type(error).__name__}: {message}".rstrip(": ")


def escape_controls(text: str, keep: str = "") -> str:
    r"""What can be shown of a text: controls as they are written in Python, so that none reaches a terminal or breaks a line of a log.

    >>> print(escape_controls("\x1b[2J甲\n\x9b"))
    \x1b[2J甲\n\x9b
    """
    return _CONTROLS.sub(lambda found: found[0] if found[0] in keep else found[0].encode("unicode_escape").decode("ascii"), text)


def escape_json(written: str) -> str:
    r"""JSON that says the same, without the controls that JSON lets stand.

    >>> print(escape_json('"a\x9b"'))
    "a\u009b"
    """
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def escape_formula(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like it has a quotation mark before it; a number with a sign is none.

    >>> [escape_formula(cell) for cell in ("=1+1", "@SUM(A1)", "-5.2%", "-甲", "甲=乙")]
    ["'=1+1", "'@SUM(A1)", '-5.2%', "'-甲", '甲=乙']
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell
