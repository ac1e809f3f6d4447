"""What goes in and comes out over HTTP; the OpenAPI document is made from these."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from cyextract.models import AgreementEvent, Alias, Figure, Mention, MentionType, Organisation


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TextRequest(_Message):
    """A text and how to read it."""

    text: str = Field(description="The text; offsets in the answer count its code points.")
    id: str | None = Field(None, max_length=200, description="Copied into the answer.")
    reference_date: str | None = Field(None, description="Publication date that relative dates count from, like 2021-06-10.", max_length=40)
    default_currency: Annotated[
        str | None, Field(pattern="^[A-Z]{3}$", description="What a bare 元 means, an ISO 4217 code; judged by the text when absent.")
    ] = None
    vague: bool = Field(False, description="Also find vague dates: 近日, 目前.")
    types: set[MentionType] | None = Field(None, description="Only these types; all when absent.")


class ResultRow(_Message):
    """One row as `cyextract batch` writes it; fields without a value are absent."""

    schema_version: str
    id: str | None = None
    reference_date: str | None = None
    reference_year: int | None = None
    mentions: list[Mention]
    organisations: list[Organisation]
    aliases: list[Alias]
    agreements: list[AgreementEvent]
    figures: list[Figure]


Bilingual = tuple[str, str]
"""The same said in Chinese and in English."""


class Whys(_Message):
    """Why mentions were read so: the sentences of rules by their id, and more of a mention by its index."""

    rules: dict[str, Bilingual] = {}
    mentions: dict[str, list[Bilingual]] = {}


class ViewAnswer(_Message):
    """The row, and the text as an HTML fragment for a page that holds `view.css` and the scripts of the view."""

    row: ResultRow
    html: str
    why: Whys


class CorrectionRequest(_Message):
    """A mention as a person corrected it: the fields of the JSON; what follows from them may be left out."""

    mention: dict[str, str | int | bool | dict[str, Any]]


class CorrectionAnswer(_Message):
    """The mention with all its fields, and its line in the page's table."""

    mention: Mention
    html: str


class TablesDocument(TextRequest):
    """A text for the workbook; with a row of it, as a person corrected that, nothing is extracted again."""

    row: ResultRow | None = None


class TablesRequest(_Message):
    """The texts of one workbook."""

    documents: list[TablesDocument]


class BytesRequest(_Message):
    """A text in an encoding that is not known, as Base64."""

    content: Annotated[str, Field(description="Base64 of the bytes.")]


class DecodedText(_Message):
    """A text, and Python's name of the encoding that it was read in."""

    text: str
    encoding: str


class Health(_Message):
    """That the server answers."""

    status: str = "ok"
    version: str


class FieldProblem(_Message):
    """A field of the request that does not fit."""

    field: str
    problem: str


class ErrorAnswer(_Message):
    """Why there is no result, in one line; `fields` names the fields at fault, where it is theirs."""

    error: str
    fields: list[FieldProblem] = []
