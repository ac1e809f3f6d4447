"""The JSON Schema of a result is part of the contract: it is committed, and a change must be meant.

After a meant change, bump `SCHEMA_VERSION` in models.py (`VERIFICATION_VERSION` in verification/models.py) if readers of the old rows would
break, then run

    python tests/test_schema.py
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import BaseModel

from cyextract.document import Document
from cyextract.verification import Verification

DOCS = Path(__file__).parent.parent / "docs"
MODELS: dict[str, type[BaseModel]] = {"schema.json": Document, "verification.schema.json": Verification}


def current_schema(model: type[BaseModel]) -> str:
    return json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2) + "\n"


def without_implied_types(schema: object) -> object:
    """Drop the `type` beside a `const`: it says nothing new, and older releases of pydantic leave it out."""
    if isinstance(schema, list):
        return [without_implied_types(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: without_implied_types(value) for key, value in schema.items() if key != "type" or "const" not in schema}


@pytest.mark.parametrize("name", MODELS)
def test_committed_schema_is_current(name: str) -> None:
    committed, current = json.loads((DOCS / name).read_text(encoding="utf-8")), json.loads(current_schema(MODELS[name]))
    hint = "the models changed; if that is meant, run: python tests/test_schema.py"
    assert without_implied_types(committed) == without_implied_types(current), hint


if __name__ == "__main__":
    for name, model in MODELS.items():
        (DOCS / name).write_text(current_schema(model), encoding="utf-8")
