"""What the recogniser of organisations hands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from cyextract.models import OrgKind
from cyextract.recognizers.candidate import Candidate


class OrgMeaning(NamedTuple):
    """An organisation's name, interpreted.

    `name` is the text of the reading view; `full_name` is set when this is a short form of a name in the document; `why` says
    which word made it a name and what stopped it on the left.
    """

    name: str
    kind: OrgKind
    full_name: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class OrgProposals:
    """Candidates in view offsets, sorted and disjoint, and the short names that the text ties to full ones."""

    candidates: list[Candidate]
    aliases: dict[str, str]
