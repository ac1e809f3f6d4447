"""What 公司, 本公司 and 发行人 stand for: the company that speaks, that is called so, that signs, or that is named last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cyextract.facts.clause_text import ClauseText, Span
from cyextract.facts.clauses import ClauseReader
from cyextract.facts.signature import find_signature
from cyextract.recognizers.candidate import Candidate
from cyextract.recognizers.org import OrgMeaning

_OWN, _COLON = "本", ":"
ITS = ("该", "这家", "那家", "这个", "那个")
"""Before the company named last, not the one that speaks."""
_SENTENCES = 6  # back to which an antecedent is looked for
_COMPANIES = frozenset(("company", "bank"))
_DEFINED_REACH = 24  # code points of a bracket that gives a company its word
_DEFINED = re.compile(
    r"\((?:以下|下)?(?:简称|称)?(?:为)?[:：]?[“”\"']?(?P<word>[\u4e00-\u9fff]{2,4})[“”\"']?(?:[或、/][“”\"'\u4e00-\u9fff]{2,8})?\)"
)
_HEADER = re.compile(
    r"(?:公司|证券|股票)简称[:：]\s*(?P<name>[*A-Za-z\u4e00-\u9fff]{2,8}?)(?:公告|编号|证券|股票|[^*A-Za-z\u4e00-\u9fff]|$)"
)  # of an announcement
_TOGETHER = frozenset("和与及、")
_SIGNATURE_REACH = 300  # code points from the end of a document to the name that signs it
_OFFICES = tuple("院局部委厅署会府校")  # at the end of a name: no company


class CompanyWords:
    """Looks up what a word for a company stands for, in one document."""

    def __init__(self, reader: ClauseReader) -> None:
        self._reader, self.text = reader, reader.text
        self.first_line = Span(0, max(0, self.text.view.find("\n")))
        self._defined: dict[str, Span] | None = None

    def topic(self) -> Span | None:
        """The one organisation that the first line of the document names, where it is a heading."""
        named = [Span(mention.start, mention.end) for mention in self.text.between(*self.first_line) if mention.type == "ORG"]
        return named[0] if len(named) == 1 else None

    def stands_for(self, word: str, sentence: Span, clauses: Sequence[Span], reporter: tuple[Span, ...]) -> Span | None:
        """The company that 公司 stands for: the one that speaks, that a bracket calls so, that signs, or that is named last."""
        for found in (reporter, *(self._reader.read(clause, leading=True).reporter for clause in reversed(clauses))):
            if found and self._may_be_company(found[0]):
                return found[0]
        if (label := self._label(clauses)) is not None:
            return label
        if word in self._definitions():
            return self._definitions()[word]
        for before in sentences_before(self.text, sentence):
            for clause in self.text.clauses(*before):
                found = self._reader.read(clause, leading=True).reporter
                if found and self._may_be_company(found[0]):
                    return found[0]
        if (
            company := self._signed()
            or self._company_of_topic()
            or (None if word.startswith(_OWN) else self._last_company(sentence.start, sentence))
        ):
            return company
        named = [mention for clause in clauses[:1] for mention in self.text.between(*clause) if is_company(mention)]
        return Span(named[0].start, named[0].end) if len(named) == 1 else None  # 根据甲公司董事会的计划, 公司…

    def _company_of_topic(self) -> Span | None:
        topic = self.topic()
        mention = self.text.at(topic.start) if topic else None
        return topic if mention is not None and is_company(mention) else None

    def _label(self, clauses: Sequence[Span]) -> Span | None:
        """The company that a clause is by itself, before a colon (甲公司: 公司与乙签署)."""
        for clause in clauses:
            mention = self.text.at(clause.start)
            if mention is not None and is_company(mention) and mention.end == clause.end and self.text.view[clause.end] == _COLON:
                return Span(mention.start, mention.end)
        return None

    def _may_be_company(self, span: Span) -> bool:
        mention = self.text.at(span.start)
        if mention is None:  # 公司 披露了: a word that stands for one names none
            name = self.text.view[slice(*span)]
            return name not in self.text.lexicon.companies and not name.endswith(_OFFICES)
        return is_company(mention)

    def _last_company(self, at: int, sentence: Span) -> Span | None:
        """The company named last before an offset, in the sentence or one of those before."""
        low = sentence.start
        for before in sentences_before(self.text, sentence):
            low = before.start
        others = {self.text.body(mention) for mention in self.text.between(*sentence) if mention.type == "ORG"}
        companies = [mention for mention in self.text.between(low, at) if is_company(mention) and self.text.body(mention) not in others]
        is_one_of_two = len(companies) > 1 and self.text.view[companies[-2].end : companies[-1].start] in _TOGETHER  # 甲和乙发布《…》
        if not companies or is_one_of_two:
            return None
        told = self.text.sentence_start(companies[-1].start)
        first = next(company for company in companies if company.start >= told)  # 甲收购乙, 公司…: the subject of the last sentence
        return Span(first.start, first.end)

    def _definitions(self) -> dict[str, Span]:
        """What brackets call a company: …有限公司（以下简称“公司”）."""
        if self._defined is None:
            self._defined = {}
            text = self.text
            for organisation in (mention for mention in text.mentions if mention.type == "ORG"):
                found = _DEFINED.match(text.view, organisation.end, organisation.end + _DEFINED_REACH)
                if found is not None and found["word"] in text.lexicon.companies:
                    for word in (found["word"], found["word"].removeprefix(_OWN), _OWN + found["word"]):
                        self._defined.setdefault(word, Span(organisation.start, organisation.end))
            if header := _HEADER.search(text.view):
                mention = text.at(header.start("name"))
                name = Span(mention.start, mention.end) if mention is not None and mention.type == "ORG" else Span(*header.span("name"))
                for word in text.lexicon.companies:
                    if not word.startswith(ITS):
                        self._defined.setdefault(word, name)
        return self._defined

    def _signed(self) -> Span | None:
        """The company that signs at the end of the document."""
        end = len(self.text.view)
        body = find_signature(self.text, max(0, end - _SIGNATURE_REACH), end).body
        mention = self.text.at(body.start) if body else None
        return body if mention is not None and is_company(mention) else None


def sentences_before(text: ClauseText, sentence: Span) -> Iterator[Span]:
    """The sentences before one, the next first, back to which an antecedent is looked for."""
    start = sentence.start
    for _ in range(_SENTENCES):
        before = text.previous_sentence(start)
        if before is None:
            return
        yield before
        start = before.start


def is_company(mention: Candidate) -> bool:
    """Whether a mention is a company's name."""
    return isinstance(mention.meaning, OrgMeaning) and mention.meaning.kind in _COMPANIES
