"""The shape of an authored rule file."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

RuleType = Literal["DATE", "MONEY", "PERCENT", "NONE"]


class Rule(BaseModel):
    """One rule: what to look for, which typed function reads it, and the texts that prove it.

    `pattern` is a regular expression over the token view: words as in the folded text, numbers as `{class}` or `{class:group}` (see
    `cyextract.numerals.number_tokens.NUMBER_CLASSES`), other `{name}` are fragments of the same folder, and `{table}` is any key of
    `table`. A line break in it and the blanks beside that are layout. The mention is the group `span` if the pattern has one, else the
    whole match. `type` NONE makes a blocker. With `word_edges` a match must begin or end (or both) where a word of the document does; a
    shorter match that does is taken instead. A rule of an `entry` is tried only where the text is
    said to be one. A rule that `absorbs` leaves nothing inside its match to rules that would start there: the
    parts of a whole date need no meaning of their own. An example marks its mention as `{{text|value}}`; one that needs a reference date
    begins with `@2021-06-10 `.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)+$")
    type: RuleType
    status: Literal["experimental", "stable", "retired"] = "stable"
    pattern: str = Field(min_length=1)
    interpreter: str = Field(min_length=1)
    why: str = Field(min_length=1)
    table: dict[str, str] = Field(default_factory=dict)
    priority: int = 0
    absorbs: bool = False
    word_edges: Literal["begin", "end", "both"] | None = None
    entry: bool = False
    examples: tuple[str, ...] = Field(min_length=1)
    counterexamples: tuple[str, ...] = ()
    todo: tuple[str, ...] = ()
    file: str = ""
    line: int = 0
    row_lines: dict[str, int] = Field(default_factory=dict)
    """The lines of the table's rows."""


class RuleFile(BaseModel):
    """A whole rule file. `words` names fragments whose words stand in a list: `LIST.tsv COLUMN=WORD`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: dict[str, str] = Field(default_factory=dict)
    fragments: dict[str, str] = Field(default_factory=dict)
    rule: tuple[dict[str, object], ...] = ()
