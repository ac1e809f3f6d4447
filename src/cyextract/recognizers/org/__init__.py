"""Organisations: word lists, word classes, a grammar of names, and the document's own evidence."""

from cyextract.recognizers.org.reading import OrgProposals, OrgReading
from cyextract.recognizers.org.recognizer import OrgRecognizer

__all__ = ["OrgProposals", "OrgReading", "OrgRecognizer"]
