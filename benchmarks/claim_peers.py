"""Other checkers of what language models extracted, asked about the same claims."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, Protocol

_UNITS = {
    "CNY": ["元", "人民币"], "USD": ["美元"], "HKD": ["港元"], "TWD": ["元"], "percent": ["%", "％"], "percentage_point": ["个百分点"],
}  # fmt: skip


class Claimed(Protocol):
    """A claim, and the words of the text that it was made from, where it is one value."""

    @property
    def claim(self) -> dict[str, Any]: ...
    @property
    def quote(self) -> str: ...


def llmground_verdicts(cases: Sequence[Claimed], text: str) -> list[bool]:
    """llmground: all fields grounded is support; it knows no units and no types."""
    from llmground import verify

    def is_grounded(case: Claimed) -> bool:
        report = verify({name: value for name, value in case.claim.items() if name not in ("type", "unit")}, text)
        return bool(report.grounded) and not report.ungrounded and not report.weak

    return [is_grounded(case) for case in cases]


def groundgate_verdicts(cases: Sequence[Claimed], text: str) -> list[bool]:
    """groundgate: all fields admitted is support.

    It wants the evidence for each value: the words that the claim was made from, elsewhere the value itself. Units are described to it in
    Chinese; names, titles and dates are strings, for it has no dates.
    """
    import groundgate

    raw = unicodedata.normalize("NFC", text)  # it takes no other

    def is_admitted(case: Claimed) -> bool:
        unit = case.claim.get("unit")
        fields: dict[str, Any] = {}
        candidates = []
        for name, value in case.claim.items():
            for index, one in enumerate(value if isinstance(value, list) else [value]):
                if name in ("type", "unit", "direction"):
                    continue
                is_number = name == "value" and unit is not None
                field = f"{name}{index}"
                fields[field] = {"type": "number", "unit": unit} if is_number else {"type": "string"}
                evidence = case.quote if name == "value" and case.quote else str(one)
                admitted_unit = unit if is_number else None
                candidates.append({"field": field, "value": str(one), "unit": admitted_unit, "evidence": [{"text": evidence}]})
        forms = {unit: {"suffix": _UNITS.get(unit, [unit])}} if unit is not None else {}
        receipt = groundgate.admit(raw, {"fields": fields, "units": forms}, candidates)
        return bool(receipt.decisions) and all(decision.outcome == "admitted" for decision in receipt.decisions)

    return [is_admitted(case) for case in cases]


PEERS: dict[str, Callable[[Sequence[Claimed], str], list[bool]]] = {"llmground": llmground_verdicts, "groundgate": groundgate_verdicts}
