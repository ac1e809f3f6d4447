"""Models of the user's own, whose spans enter the decision as candidates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable


@runtime_checkable
class OrgModel(Protocol):
    """Anything that finds organisations; with a `name` it is called that in messages, else after its class.

    For worker processes it must be picklable, for threads safe to share.
    """

    def organisations(self, text: str) -> Iterable[tuple[int, int]]:
        """Spans `[start, end)` of organisations, in code points of `text`, in any order.

        `text` is the reading view of a document: folded to half-width and simplified characters, without line breaks inside
        sentences. Its offsets are not those of the raw text; the extractor takes them back.
        """
        ...


def check_org_model(choice: str | OrgModel | None) -> OrgModel | None:
    """The user's model, or None where the choice is the shipped scorer or the rules alone.

    Raises:
        ValueError: an unknown name.
        TypeError: an object without `organisations`.
    """
    if choice is None or choice == "scorer":
        return None
    if isinstance(choice, str):
        raise ValueError(f"unknown org_model {choice!r}; choose 'scorer', None (rules alone) or give an object with organisations(text)")
    if not isinstance(choice, OrgModel):
        raise TypeError(f"org_model is a {type(choice).__name__} without organisations(text); give 'scorer', None or a model")
    return choice


def name_model(model: OrgModel) -> str:
    """What a model is called in messages."""
    return str(getattr(model, "name", "") or type(model).__name__.lower())
