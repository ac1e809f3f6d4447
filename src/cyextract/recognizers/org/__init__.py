"""Organisations: word lists, word classes, a grammar of names, and the document's own evidence."""

from cyextract.recognizers.org.meaning import OrgMeaning
from cyextract.recognizers.org.recognizer import OrgRecognizer

__all__ = ["OrgMeaning", "OrgRecognizer"]
