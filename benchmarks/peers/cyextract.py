"""cyextract itself, by the same door. `TYPES` of a run are those of the peer it stands beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from peers.mapping import Mention

PACKAGES = ("cyextract", "pydantic", "rjieba")
TYPES = ("DATE", "MONEY", "PERCENT", "ORG", "TITLE")
VALUES = TYPES


def load(types: Iterable[str] = TYPES) -> Callable[[str, str | None], list[Mention]]:
    """An extractor of those types, without layers."""
    import cyextract

    extractor = cyextract.Extractor(types=set(types), layers=())  # type: ignore[arg-type]

    def extract(text: str, reference_date: str | None) -> list[Mention]:
        return [m.model_dump(mode="json") for m in extractor.extract(text, reference_date=reference_date).mentions]

    return extract


def load_timed(types: Iterable[str] = TYPES) -> Callable[[str, str | None], object]:
    """The same without the dictionaries, which only the comparison needs."""
    import cyextract

    extractor = cyextract.Extractor(types=set(types), layers=())  # type: ignore[arg-type]
    return lambda text, reference_date: extractor.extract(text, reference_date=reference_date)
