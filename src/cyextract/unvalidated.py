"""Models that are made of values known to be right: validating them once more takes more than twice as long."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from pydantic import BaseModel

from cyextract.models import FrozenModel

_Model = TypeVar("_Model", bound=FrozenModel)
_new = object.__new__
# The models are frozen: what Pydantic keeps of an instance is set by its slots, in half the time that setting it by name takes.
_set_given, _set_extra, _set_private = (BaseModel.__dict__[f"__pydantic_{name}__"].__set__ for name in ("fields_set", "extra", "private"))


def made(model: type[_Model], fields: dict[str, object]) -> _Model:
    """A model of some of its fields; the others have their defaults."""
    return _filled(model, _unset(model) | fields, set(fields))


def made_whole(model: type[_Model], fields: dict[str, object]) -> _Model:
    """A model of all its fields, given in their order."""
    return _filled(model, fields, set(fields))


def _filled(model: type[_Model], fields: dict[str, object], given: set[str]) -> _Model:
    result = _new(model)
    result.__dict__.update(fields)
    _set_given(result, given)
    _set_extra(result, None)
    _set_private(result, None)
    return result


@cache
def _unset(model: type[FrozenModel]) -> dict[str, object]:
    """The fields of a model in their order, with their defaults."""
    return {name: field.get_default() for name, field in model.model_fields.items()}
