"""The JSON Schema of a result is part of the contract: it is committed, and a change must be meant.

After a meant change, bump `SCHEMA_VERSION` in models.py if readers of the old rows would break, then run

    python tests/test_schema.py
"""

from __future__ import annotations

import json
from pathlib import Path

from cyextract.document import Document

SCHEMA = Path(__file__).parent.parent / "docs" / "schema.json"


def current_schema() -> str:
    return json.dumps(Document.model_json_schema(), ensure_ascii=False, indent=2) + "\n"


def without_implied_types(schema: object) -> object:
    """Drop the `type` beside a `const`: it says nothing new, and older releases of pydantic leave it out."""
    if isinstance(schema, list):
        return [without_implied_types(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: without_implied_types(value) for key, value in schema.items() if key != "type" or "const" not in schema}


def test_committed_schema_is_current() -> None:
    committed, current = json.loads(SCHEMA.read_text(encoding="utf-8")), json.loads(current_schema())
    hint = "the models changed; if that is meant, run: python tests/test_schema.py"
    assert without_implied_types(committed) == without_implied_types(current), hint


if __name__ == "__main__":
    SCHEMA.parent.mkdir(exist_ok=True)
    SCHEMA.write_text(current_schema(), encoding="utf-8")
