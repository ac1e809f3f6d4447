"""Read the clauses of a document, each once: who acts before a verb, with whom, and when."""

from __future__ import annotations

from cyextract.facts.clause import Clause
from cyextract.facts.clause_pass import ClausePass
from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.party_names import PartyNames

_MAX_REMEMBERED = 1000  # clauses


class ClauseReader:
    """Reads the clauses of one document, each question about a clause once: several verbs share it."""

    def __init__(self, text: ClauseText) -> None:
        self.text = text
        self.names = PartyNames(text)
        self._read: dict[tuple[Span, bool, bool], Clause] = {}

    def read(self, span: Span, *, leading: bool = False, open_names: bool = False) -> Clause:
        """Read a clause, or only its subject.

        Args:
            span: the clause up to its verb.
            leading: stop where the predicate begins: the clause is one before that of the verb.
            open_names: of several that are linked, take names that nothing but their place shows (张三与某某投资签署).
        """
        key = (span, leading, open_names)
        clause = self._read.get(key)
        if clause is None:
            if len(self._read) > _MAX_REMEMBERED:
                self._read.clear()
            self.text.forget()
            clause = self._read[key] = ClausePass(self.text, self.names, span, leading, open_names).clause()
        return clause
