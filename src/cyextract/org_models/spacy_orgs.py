"""Organisations by any spaCy pipeline with entities labelled ORG."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

from cyextract.extras import require
from cyextract.org_models.pieces import lines

# spaCy refuses texts over 1,000,000 characters and takes about 1 GB for 100,000.
_LONGEST = 20_000
_LABEL = "ORG"


class SpacyOrganisations:
    """Organisations by a spaCy pipeline; loads it on first use. Threads may share it and take turns.

    Args:
        pipeline: the name of an installed pipeline package, or its folder.

    Raises:
        MissingExtraError: spaCy is not installed.
        ValueError: the pipeline is not installed; on first use, that it knows no entities labelled ORG.
    """

    def __init__(self, pipeline: str) -> None:
        require("spacy", "spacy", f"org_model 'spacy:{pipeline}'")
        if not Path(pipeline).is_dir() and not (pipeline.isidentifier() and find_spec(pipeline)):
            raise ValueError(
                f"spaCy pipeline {pipeline!r} is neither an installed package nor a folder; try: python -m spacy download {pipeline}"
            )
        self._pipeline = pipeline
        self.name = f"spacy.{Path(pipeline).name}"
        self._nlp: Any = None
        self._lock = Lock()

    def organisations(self, text: str) -> list[tuple[int, int]]:
        """Spans of the entities labelled ORG."""
        with self._lock:
            return list(self._find(text))

    def _find(self, text: str) -> Iterator[tuple[int, int]]:
        pieces = ((line, offset) for offset, line in lines(text, _LONGEST))
        for document, offset in (self._nlp or self._load()).pipe(pieces, as_tuples=True):
            for entity in document.ents:
                if entity.label_ == _LABEL:
                    yield offset + entity.start_char, offset + entity.end_char

    def _load(self) -> Any:
        import spacy

        nlp = spacy.load(self._pipeline)
        if not any(_LABEL in labels for labels in nlp.pipe_labels.values()):
            raise ValueError(f"spaCy pipeline {self._pipeline!r} knows no entities labelled {_LABEL}")
        self._nlp = nlp
        return nlp

    def __reduce__(self) -> tuple[type[SpacyOrganisations], tuple[str]]:
        return type(self), (self._pipeline,)
