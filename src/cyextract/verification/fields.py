"""What each field of a claim is: by its `type`, by the caller's schema, or guessed from its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from cyextract.errors import InputError
from cyextract.lexicon.table import read_table
from cyextract.verification.claims import Plain, Scalar
from cyextract.verification.models import Role, Shape

ROLES: tuple[Role, ...] = get_args(Role)
SCHEMA_KEY = "cyextract"
"""Where a Pydantic field says its role: `Field(json_schema_extra={"cyextract": "money"})`."""

# What the fields of the typed claims hold; whatever else stands in one is read by its name.
_VALUE_TYPES: dict[str, Role] = {
    "money": "money", "date": "date", "percent": "percent", "org": "org", "title": "title", "quote": "quote", "number": "number",
}  # fmt: skip
_FIGURE: dict[str, Role] = {
    "value": "quantity", "unit": "unit", "metric": "metric", "subject": "subject", "whole": "whole", "period": "period",
    "direction": "direction", "kind": "kind", "status": "status", "basis": "basis",
}  # fmt: skip
_EVENT: dict[str, Role] = {
    "title": "title", "action": "action", "parties": "party", "party": "party", "date": "date", "amount": "money", "amounts": "money",
    "status": "status",
}  # fmt: skip
_ORGANISATION: dict[str, Role] = {"name": "name", "aliases": "alias", "alias": "alias", "kind": "ignore"}
_SHAPES: dict[Shape, dict[str, Role]] = {"figure": _FIGURE, "event": _EVENT, "organisation": _ORGANISATION}
_HAS_UNIT = ("money", "percent", "quantity", "number")
_DESCRIBES_FIGURE = {"metric", "subject", "whole", "period", "direction"}
_PARTS = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^ -~]+")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One claimed value; `unit` is what the field beside it says."""

    path: str
    role: Role
    value: Scalar
    unit: str | None = None


@dataclass(slots=True)
class Group:
    """The values that one object claims to belong together; `shape` is None where nothing says how."""

    shape: Shape | None = None
    leaves: list[Leaf] = field(default_factory=list)

    def of(self, *roles: Role) -> list[Leaf]:
        """The leaves of some roles."""
        return [leaf for leaf in self.leaves if leaf.role in roles]


@dataclass(frozen=True, slots=True)
class Schema:
    """Roles of fields by their names or paths, as the caller gives them."""

    roles: Mapping[str, Role] = field(default_factory=dict)

    def role(self, name: str, path: str) -> Role | None:
        """The role of a field; a path (`deal.amount`) goes before a name."""
        if not self.roles:
            return None
        return self.roles.get(re.sub(r"\[\d+\]", "", path)) or self.roles.get(name)


def read_schema(schema: object, claims: object) -> Schema:
    """The caller's schema: names or paths and their roles, nested as the claims are, or a Pydantic model whose fields say them.

    Raises:
        InputError: it is neither, or names an unknown role.
    """
    roles: dict[str, Role] = {}
    for model in _models(claims):
        _add_model(model, roles, ())
    if isinstance(schema, type) and issubclass(schema, BaseModel):
        _add_model(schema, roles, ())
    elif isinstance(schema, Mapping):
        _add_mapping(schema, "", roles)
    elif schema is not None:
        raise InputError("a schema is an object of field names and roles, or a Pydantic model")
    return Schema(roles)


def _models(claims: object) -> list[type[BaseModel]]:
    """The Pydantic models among the claims."""
    items = claims if isinstance(claims, list | tuple) else (claims,)
    return list(dict.fromkeys(type(item) for item in items if isinstance(item, BaseModel)))


def _add_model(model: type[BaseModel], roles: dict[str, Role], within: tuple[type, ...]) -> None:
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict) and SCHEMA_KEY in extra:
            roles[name] = _checked(extra[SCHEMA_KEY], name)
        for inner in _models_in(info.annotation):
            if inner not in within:
                _add_model(inner, roles, (*within, model))


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _add_mapping(schema: Mapping[Any, Any], prefix: str, roles: dict[str, Role], depth: int = 0) -> None:
    if depth > 16:
        raise InputError("schema: nested deeper than 16 levels")
    for name, role in schema.items():
        path = f"{prefix}.{name}" if prefix else str(name)
        if isinstance(role, Mapping):
            _add_mapping(role, path, roles, depth + 1)
        else:
            roles[path] = _checked(role, path)


def _checked(role: object, name: str) -> Role:
    for known in ROLES:
        if known == role:
            return known
    raise InputError(f"schema: {name}: unknown role {str(role)[:40]!r}; choose from {', '.join(ROLES)}")


@cache
def _names() -> dict[str, Role]:
    return {name: _checked(role, name) for name, role, _ in read_table("claim_field.tsv", 3, role=ROLES)}


def guess_role(name: str) -> Role | None:
    """The role that a field's name says, None for a name that says nothing.

    >>> guess_role("signingDate"), guess_role("项目总投资金额"), guess_role("remarks")
    ('date', 'money', None)
    """
    names = _names()
    parts = [part.lower() for part in _PARTS.findall(name[:100])]
    for first in range(len(parts)):
        if role := names.get("".join(parts[first:])):
            return role
    last = parts[-1] if parts else ""
    return None if last.isascii() else next((role for at in range(len(last)) if (role := names.get(last[at:]))), None)


def read_groups(claim: Plain, schema: Schema) -> list[Group]:
    """The values of one claim, grouped by the objects they stand in."""
    groups = [Group()]
    _Walk(schema, groups).read(claim, "", None, groups[0], None)
    return [_finish(group) for group in groups if group.leaves]


@dataclass(frozen=True, slots=True)
class _Walk:
    schema: Schema
    groups: list[Group]

    def read(self, node: Plain, path: str, role: Role | None, group: Group, unit: str | None) -> None:
        """Read a node that its field gives a role, or none."""
        if isinstance(node, dict):
            self._read_object(node, path, role, group)
        elif isinstance(node, list):
            for index, item in enumerate(node):
                self.read(item, f"{path}[{index}]", role, group, unit)
        elif node is not None and role != "ignore":
            group.leaves.append(Leaf(path or "value", role or "text", node, unit))

    def _read_object(self, node: dict[str, Plain], path: str, role: Role | None, group: Group) -> None:
        """An object is a row of its own, but for one that spells out a single value: parties: [{"name": …}]."""
        claimed_type = node.get("type")
        shape = next((shape for shape in _SHAPES if shape == claimed_type), None)
        known = _typed_fields(claimed_type) if isinstance(claimed_type, str) else None
        if role in (None, "text") or known is not None:
            group = Group(shape)
            self.groups.append(group)
            role = None
        read: dict[str, Role | None] = {}
        for name in node:
            inner = f"{path}.{name}" if path else name
            guessed = self.schema.role(name, inner)
            if guessed is None and known is not None:
                guessed = "ignore" if name == "type" else known.get(name)
            if guessed is None:
                guessed = guess_role(name)
                if role is not None and guessed in (None, "name", "text", "quantity", "title"):
                    guessed = role
            read[name] = guessed
        unit = next((str(node[name]) for name in node if read[name] == "unit" and isinstance(node[name], str)), None)
        for name, value in node.items():
            if read[name] != "unit" or unit is None:
                own_unit = unit if read[name] in _HAS_UNIT else None
                self.read(value, f"{path}.{name}" if path else name, read[name], group, own_unit)


def _typed_fields(type: str) -> dict[str, Role] | None:
    if type in _VALUE_TYPES:
        return {"value": _VALUE_TYPES[type], "unit": "unit", "text": "quote"}
    return next((fields for shape, fields in _SHAPES.items() if shape == type), None)


def _finish(group: Group) -> Group:
    """Say what shape a group has, if its fields tell."""
    roles = {leaf.role for leaf in group.leaves}
    if group.shape is None:
        if roles & {"metric"} and roles & {"money", "percent", "quantity"}:
            group.shape = "figure"
        elif "alias" in roles and "name" in roles:
            group.shape = "organisation"
        elif roles & {"title", "party", "action"} and len(roles & {"title", "party", "action", "date", "money"}) > 1:
            group.shape = "event"
        elif roles & _DESCRIBES_FIGURE and roles & {"money", "percent", "quantity"}:
            group.shape = "figure"
    return group
