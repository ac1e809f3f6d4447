"""Models of other libraries, as witnesses beside the rules. Importing this loads none of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

_SPACY = "spacy:"


@runtime_checkable
class OrgModel(Protocol):
    """Anything that finds organisations; with a `name` it is called that in `rule`, else after its class.

    For worker processes it must be picklable, for threads safe to share.
    """

    def organisations(self, text: str) -> Iterable[tuple[int, int]]:
        """Spans `[start, end)` of organisations, in code points of `text`, in any order.

        `text` is the reading view of a document: folded to half-width and simplified characters, without line breaks inside
        sentences. Its offsets are not those of the raw text; the extractor takes them back.
        """
        ...


def make_org_model(choice: str | OrgModel) -> OrgModel:
    """The model of that name, `lac` or `spacy:PIPELINE`, or an object that is one already. Loads nothing yet.

    Raises:
        MissingExtraError: the library is not installed; the message names the extra.
        ValueError: an unknown name, or a spaCy pipeline that is not installed.
        TypeError: an object without `organisations`.
    """
    if not isinstance(choice, str):
        if not isinstance(choice, OrgModel):
            raise TypeError(f"org_model is a {type(choice).__name__} without organisations(text); give 'lac', 'spacy:PIPELINE' or a model")
        return choice
    if choice == "lac":
        from cyextract.org_models.lac import LacOrganisations

        return LacOrganisations()
    if choice.startswith(_SPACY) and choice != _SPACY:
        from cyextract.org_models.spacy_orgs import SpacyOrganisations

        return SpacyOrganisations(choice.removeprefix(_SPACY))
    raise ValueError(f"unknown org_model {choice!r}; choose 'lac', 'spacy:PIPELINE' (as in 'spacy:zh_core_web_sm') or give a model")


def name_model(model: OrgModel) -> str:
    """What a model is called in `rule`, behind `model.`."""
    return str(getattr(model, "name", "") or type(model).__name__.lower())
