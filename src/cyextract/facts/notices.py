"""Notices that issue the papers which they name: 《…》已经国务院同意, 现印发给你们; 国务院关于印发《…》的通知."""

from __future__ import annotations

import re

from cyextract.facts.clause_text import ClauseText, Span

_NOTICE_REACH = 80  # code points between a title and 现印发给你们
_NAMED_REACH = 40  # code points before a title
_LONGEST_VERB = 8  # code points: 联合制定并印发
_REPEAL = frozenset(("废止", "撤销", "停止"))
_NOW_ISSUED = re.compile(r"[^《》。]{0,72}[,，]\s*现(?:予|将其|一并)?(?=[\u4e00-\u9fff])")
_NOTICE_NAMED = re.compile(r"关于(?:修改后)?(?P<verb>[\u4e00-\u9fff]{2,6})\s*$")
_NOTICE_KIND = re.compile(r"\s*的\s*(?:通知|公告|通告|决定|函|公示|批复|命令|报告)")


def find_notice(text: ClauseText, titles: Span, sentence: Span) -> tuple[re.Match[str], Span] | None:
    """The verb by which a notice issues its titles, and where the body that issues them is looked for.

    The body that signs the notice issues what is 现印发给你们; a heading (关于印发《…》的通知) opens with its body.
    """
    is_object = text.words.word_to(titles.start) in _REPEAL  # 废止《…》, 现予公布
    found = None if is_object else _NOW_ISSUED.match(text.view, titles.end, min(sentence.end, titles.end + _NOTICE_REACH))
    if found is not None and (verb := next(text.verbs(found.end(), found.end() + _LONGEST_VERB), None)) and verb.start() == found.end():
        return verb, Span(verb.start(), verb.start())
    named = _NOTICE_NAMED.search(text.view, max(0, titles.start - _NAMED_REACH), titles.start)
    if named is None or not _NOTICE_KIND.match(text.view, titles.end):
        return None
    verb = next(text.verbs(named.start("verb"), named.end("verb")), None)
    if verb is not None and text.lexicon.signing.search(verb[0]):  # 关于签订合同的公告
        return None
    body = text.ending_at(named.start())
    line = text.view.rfind("\n", 0, body.start if body else 0) + 1
    if verb is None or body is None or body.type != "ORG" or text.view[line : body.start].strip():
        return None
    return verb, Span(body.start, body.end)
