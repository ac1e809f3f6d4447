"""The spaCy component `cyextract`: `nlp.add_pipe("cyextract")` on `spacy.blank("zh")` or any other Chinese pipeline.

spaCy spans are made of tokens, mentions of characters. A span takes in every token that its mention touches; the mention itself,
`span._.cyextract`, keeps the exact offsets. It is stored in `doc.user_data` as JSON would be, keyed by its own offsets in the way
spaCy keys extension attributes of spans, so that `to_bytes`, `DocBin(store_user_data=True)`, `Span.as_doc` and `Doc.from_docs` take
it along; `span.id_` says how many characters the mention starts after the span and ends before it (`1:2`), and is empty
when it does neither.

Importing this module registers the extension attributes: needed where a `DocBin` is read without the component.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import TypeAdapter

from cyextract.document import Document
from cyextract.extras import require
from cyextract.models import Figure, Mention
from cyextract.pipeline import Extractor

require("spacy", "spacy", "cyextract.adapters.spacy")

from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc, Span  # noqa: E402
from spacy.util import filter_spans  # noqa: E402

SPANS_KEY = "cyextract"
"""Name of the component, of its extension attributes and, by default, of its span group."""
REFERENCE_DATE = "cyextract_reference_date"
FIGURE = "cyextract_figure"
_UNDERSCORE = "._."  # how spaCy marks extension attributes in user_data, and what it looks for when it cuts or joins documents
_KEY_PARTS = 4
_MENTION: TypeAdapter[Mention] = TypeAdapter(Mention)
_FROM_TEXT = {"start", "end", "text"}
_DOCUMENT_FIELDS = {"reference_date", "reference_year", "reference_source", "organisations", "aliases", "agreements", "figures"}


class CyextractComponent:
    """Sets `doc.spans[spans_key]`, and `doc.ents` when asked to. Made by `nlp.add_pipe("cyextract", config={...})`.

    >>> import spacy
    >>> nlp = spacy.blank("zh")
    >>> component = nlp.add_pipe("cyextract", config={"reference_date": "2021-06-10"})
    >>> doc = nlp("去年投资15亿元。")
    >>> [(span.text, span.label_) for span in doc.spans["cyextract"]]
    [('去年', 'DATE'), ('15亿元', 'MONEY')]
    >>> doc.spans["cyextract"][1]._.cyextract.amount
    Decimal('1500000000')
    """

    def __init__(
        self, extractor: Extractor, *, reference_date: str | None, default_currency: str | None, vague: bool, spans_key: str, set_ents: bool
    ) -> None:
        self._extractor = extractor
        self._reference_date = reference_date
        self._default_currency = default_currency
        self._vague = vague
        self._spans_key = spans_key
        self._set_ents = set_ents

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document, in place.

        Raises:
            InputError: `doc._.cyextract_reference_date` or a setting of the component is malformed.
        """
        found = self._extractor.extract(
            doc.text,
            reference_date=doc._.get(REFERENCE_DATE) or self._reference_date,
            default_currency=self._default_currency,
            vague=self._vague,
        )
        doc.user_data[_key(None, None)] = found.model_dump(mode="json", include=_DOCUMENT_FIELDS, exclude_none=True)
        for mention in found.mentions:
            fields = mention.model_dump(mode="json", exclude=_FROM_TEXT, exclude_none=True)
            doc.user_data[_key(mention.start, mention.end)] = fields
        spans = [_make_span(doc, mention) for mention in found.mentions]
        doc.spans[self._spans_key] = spans
        if self._set_ents:
            _set_entities(doc, spans)
        return doc


def make_component(
    nlp: Language,
    name: str,
    types: list[str] | None,
    segmenter: str,
    rules: list[str],
    lexicon: list[str],
    model_dir: str | None,
    layers: list[str] | None,
    org_model: str | None,
    reference_date: str | None,
    default_currency: str | None,
    vague: bool,
    spans_key: str,
    set_ents: bool,
) -> CyextractComponent:
    """Make the component; spaCy calls this with the `config` of `add_pipe`.

    Args:
        nlp: the pipeline.
        name: the component's name in it.
        types, segmenter, rules, lexicon, model_dir, layers, org_model: as for `cyextract.Extractor`.
        reference_date: the day that relative dates count from; `doc._.cyextract_reference_date`, when set, comes first.
        default_currency: ISO 4217 code of a bare 元; None judges by script, places and currency words (TWD, HKD, MOP), else CNY.
        vague: also report vague deixis (近日, 目前 …).
        spans_key: the span group to set.
        set_ents: also set `doc.ents`. Of mentions that share a token the longest is kept; entities of other components stay where none
            of ours is.
    """
    wanted: Any = types  # names that are no types or layers are refused by the extractor
    chosen: Any = layers
    extractor = Extractor(
        wanted, segmenter=segmenter, rules=rules, lexicon=lexicon, model_dir=model_dir, layers=chosen, org_model=org_model
    )
    return CyextractComponent(
        extractor,
        reference_date=reference_date,
        default_currency=default_currency,
        vague=vague,
        spans_key=spans_key,
        set_ents=set_ents,
    )


def _key(start: int | None, end: int | None) -> tuple[str, str, int | None, int | None]:
    return _UNDERSCORE, SPANS_KEY, start, end


def _make_span(doc: Doc, mention: Mention) -> Span:
    """The tokens that a mention touches, with what to cut off them as id."""
    span = doc.char_span(mention.start, mention.end, label=mention.type, alignment_mode="expand")
    before, after = mention.start - span.start_char, span.end_char - mention.end
    return Span(doc, span.start, span.end, label=mention.type, span_id=f"{before}:{after}" if before or after else 0)


def _set_entities(doc: Doc, spans: Iterable[Span]) -> None:
    ours = filter_spans(spans)
    taken = {token.i for span in ours for token in span}
    others = [entity for entity in doc.ents if not any(token.i in taken for token in entity)]
    doc.set_ents([*ours, *others])


def _read_span(span: Span) -> Mention | None:
    """The mention a span stands for; None when it stands for none."""
    before, _, after = span.id_.partition(":") if span.id else ("0", "", "0")
    if not (before.isdecimal() and after.isdecimal()):
        return None
    start, end = span.start_char + int(before), span.end_char - int(after)
    mention = _read_mention(span.doc, start, end)
    return mention if mention is not None and mention.type == span.label_ else None


def _read_figure(span: Span) -> Figure | None:
    """What the number measures that a span stands for; None when it is none, or the layer was not asked for."""
    mention = _read_span(span)
    if mention is None or mention.type not in ("MONEY", "PERCENT"):
        return None
    fields = span.doc.user_data.get(_key(None, None)) or {}
    found = next((figure for figure in fields.get("figures", ()) if figure["start"] == mention.start), None)
    return None if found is None else Figure.model_validate(found)


def _read_mention(doc: Doc, start: int, end: int) -> Mention | None:
    fields = doc.user_data.get(_key(start, end))
    return None if fields is None else _MENTION.validate_python({**fields, "start": start, "end": end, "text": doc.text[start:end]})


def _read_document(doc: Doc) -> Document | None:
    """The result for a whole document; None when the component has not seen it."""
    fields = doc.user_data.get(_key(None, None))
    mentions = [_read_mention(doc, start, end) for start, end in sorted(_stored_offsets(doc))]
    if fields is None and not mentions:
        return None
    return Document.model_validate({"text": doc.text, "mentions": mentions, **(fields or {})})


def _stored_offsets(doc: Doc) -> Iterator[tuple[int, int]]:
    """Where mentions lie; a document cut out of another (`Span.as_doc`) holds keys outside its text too."""
    length = len(doc.text)
    for key in doc.user_data:
        if isinstance(key, tuple) and len(key) == _KEY_PARTS and key[:2] == (_UNDERSCORE, SPANS_KEY) and key[2] is not None:
            start, end = key[2:]
            if 0 <= start < end <= length:
                yield start, end


Doc.set_extension(SPANS_KEY, getter=_read_document, force=True)
Doc.set_extension(REFERENCE_DATE, default=None, force=True)
Span.set_extension(SPANS_KEY, getter=_read_span, force=True)
Span.set_extension(FIGURE, getter=_read_figure, force=True)
Language.factory(
    SPANS_KEY,
    assigns=["doc.spans", "doc._.cyextract", "span._.cyextract", "span._.cyextract_figure"],
    default_config={
        "types": None,
        "segmenter": "rjieba",
        "rules": [],
        "lexicon": [],
        "model_dir": None,
        "layers": None,
        "org_model": "scorer",
        "reference_date": None,
        "default_currency": None,
        "vague": False,
        "spans_key": SPANS_KEY,
        "set_ents": False,
    },
    func=make_component,
)
