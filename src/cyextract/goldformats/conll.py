r"""CoNLL BIO: a token, a tab, and `B-TYPE`, `I-TYPE` or `O` a line.

What we write gives the text back exactly. `# newdoc id = ID` begins a document; by default every code point is a token, with a
tokenizer every word, cut at mention edges besides. White space, control characters and the backslash are written as `\s` (space), `\t`,
`\n`, `\r`, `\\`, `\uXXXX`, `\UXXXXXXXX`, so that no token is empty; a blank line after a line feed is there for trainers that read sentence
by sentence, and means nothing. The comment in the first line tells the reader that the escapes are ours.

Files of others have no such line and no text. Their tokens are joined with nothing between them, which is right for Chinese cut into
characters or words and wrong for spaced scripts; offsets count in that text. Where `# newdoc id` or `-DOCSTART-` lines separate
documents, a blank line is a line feed; where nothing does, each sentence is a document, numbered from 1. Columns are separated by
tabs or spaces, the first is the token and the last the tag; B, I, E, S, L, U, M are understood, and an I- without its B- begins a mention.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cyextract.errors import InputError
from cyextract.evaluate import Annotation, GoldDocument
from cyextract.evaluate.gold_documents import read_text
from cyextract.goldformats.gold_row import (
    FormatOptions,
    GoldFile,
    check_document,
    cut_tokens,
    make_annotation,
    refuse_overlaps,
    to_context,
)

HOLDS = frozenset({"reference_date", "default_currency"})
MARK = "# cyextract bio 1"
_CONTEXT = re.compile(r"# (newdoc id|reference_date|default_currency) = (.*)")
_TAG = re.compile(r"O|[BIESLUM]-\S+")
_ESCAPES = {" ": r"\s", "\t": r"\t", "\n": r"\n", "\r": r"\r", "\\": r"\\"}
_UNESCAPES = {escape: char for char, escape in _ESCAPES.items()}
_ESCAPED = re.compile(r"\\(?:[stnr\\]|u[0-9a-f]{4}|U[0-9a-f]{8})")
_ODD = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}


@dataclass(slots=True)
class _Draft:
    """A document as far as it has been read."""

    id: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    spans: list[tuple[str, int, int]] = field(default_factory=list)
    context: dict[str, str] = field(default_factory=dict)
    is_open: bool = False
    """Whether the last span may go on with the next token."""

    def append(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def tag(self, token: str, tag: str) -> None:
        prefix, _, type_ = tag.partition("-")
        start = self.length
        self.append(token)
        if tag == "O":
            self.is_open = False
            return
        if prefix in "IELM" and self.is_open and self.spans[-1][0] == type_:
            self.spans[-1] = (type_, self.spans[-1][1], self.length)
        else:
            self.spans.append((type_, start, self.length))
        self.is_open = prefix in "BIM"

    def finish(self) -> GoldDocument:
        text = "".join(self.pieces)
        annotations = tuple(make_annotation(type_, start, end, text) for type_, start, end in self.spans)
        return GoldDocument(self.id, annotations, text, self.context.get("reference_date"), self.context.get("default_currency"))


def read(path: Path, options: FormatOptions) -> GoldFile:
    """Read our own files and those of others."""
    lines = read_text(path).split("\n")
    if lines[0].startswith(MARK):
        return GoldFile(tuple(draft.finish() for draft in _read_own(lines, path)))
    has_documents = any(_begins_document(line) for line in lines)
    return GoldFile(tuple(draft.finish() for draft in _read_foreign(lines, path, has_documents)))


def encode_file(documents: Sequence[GoldDocument], options: FormatOptions) -> bytes:
    """Make one file of all documents."""
    lines = [MARK + r": white space and backslash are written as \s \t \n \r \\ \uXXXX"]
    for document in documents:
        check_document(document)
        refuse_overlaps(document, "BIO")
        lines += ["", f"# newdoc id = {_escape(document.id)}"]
        lines += [f"# {name} = {_escape(value)}" for name, value in to_context(document).items()]
        lines += _token_lines(document, options)
    return ("\n".join(lines) + "\n").encode()


def _token_lines(document: GoldDocument, options: FormatOptions) -> Iterator[str]:
    text = document.text or ""
    starting = {a.start: a for a in document.annotations}
    current: Annotation | None = None
    for start, end in cut_tokens(document, options.tokenize):
        if current is not None and start >= current.end:
            current = None
        prefix = "I"
        if start in starting:
            current, prefix = _check_type(starting[start], document.id), "B"
        yield f"{_escape(text[start:end])}\t{f'{prefix}-{current.type}' if current else 'O'}"
        if text[end - 1] == "\n" and text[end : end + 1] != "\n" and current is None:
            yield ""


def _check_type(annotation: Annotation, id_: str) -> Annotation:
    if not re.fullmatch(r"\S+", annotation.type):
        raise InputError(f"document {id_}: type {annotation.type!r:.40} is no tag: BIO takes no white space in it")
    return annotation


def _read_own(lines: Sequence[str], path: Path) -> Iterator[_Draft]:
    draft: _Draft | None = None
    for number, line in enumerate(lines[1:], start=2):
        line = line.removesuffix("\r")
        if found := _CONTEXT.fullmatch(line):
            name, value = found[1], _unescape(found[2], f"{path}:{number}")
            if name == "newdoc id":
                if draft is not None:
                    yield draft
                draft = _Draft(value)
            elif draft is not None:
                draft.context[name] = value
        elif line:
            if draft is None:
                raise InputError(f"{path}:{number}: a token before the first '# newdoc id = ' line")
            token, tag = _split(line, f"{path}:{number}")
            draft.tag(_unescape(token, f"{path}:{number}"), tag)
    if draft is not None:
        yield draft


def _read_foreign(lines: Sequence[str], path: Path, has_documents: bool) -> Iterator[_Draft]:
    draft, count, is_between = _Draft(f"{path.stem}:1"), 1, False
    for number, line in enumerate(lines, start=1):
        line = line.rstrip("\r")
        is_document = _begins_document(line)
        if is_document or not line.strip():
            is_between = True
        if is_document or (not has_documents and is_between and draft.length):
            if draft.length:
                yield draft
                count += 1
            found = _CONTEXT.fullmatch(line)
            draft, is_between = _Draft(found[2] if found else f"{path.stem}:{count}"), False
        if is_document or not line.strip() or _is_comment(line):
            continue
        if is_between and draft.length:
            draft.append("\n")
        if is_between:
            draft.is_open = False
        draft.tag(*_split(line, f"{path}:{number}"))
        is_between = False
    if draft.length:
        yield draft


def _begins_document(line: str) -> bool:
    return line.startswith(("-DOCSTART-", "# newdoc id = "))


def _is_comment(line: str) -> bool:
    """Whether a line says something about the tokens: `# text = ...`; a token `#` has its tag behind it."""
    return line.startswith("#") and _TAG.fullmatch(re.split(r"[\t ]+", line)[-1]) is None


def _split(line: str, where: str) -> tuple[str, str]:
    columns = line.split("\t") if "\t" in line else line.split(" ")
    if len(columns) < 2 or not columns[0] or not _TAG.fullmatch(columns[-1]):
        raise InputError(f"{where}: expected a token and a tag like O or B-DATE; got {line!r:.60}")
    return columns[0], columns[-1]


def _escape(token: str) -> str:
    return "".join(_escape_one(char) for char in token)


def _escape_one(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if not char.isspace() and unicodedata.category(char) not in _ODD:
        return char
    return f"\\u{ord(char):04x}" if char <= "\uffff" else f"\\U{ord(char):08x}"


def _unescape(token: str, where: str) -> str:
    if "\\" in _ESCAPED.sub("", token):
        raise InputError(f"{where}: unknown escape in {token!r:.40}; a backslash is written as two")
    return _ESCAPED.sub(lambda found: _UNESCAPES.get(found[0]) or chr(int(found[0][2:], 16)), token)
