"""Names of parties that no list and no mention knows, told by their form and their place in a clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from cyextract.facts.clause_text import FUNCTION_TAGS, ClauseText, Span
from cyextract.facts.counted_names import COPULAS, CountedNames
from cyextract.facts.person_names import COMMON, PersonNames
from cyextract.facts.word_lists import COUNTRIES

_EDGE_KINDS = frozenset(("join", "adverb", "vague", "preposition", "etc", "post"))
# Numbered meetings of a body (第三次全体会议) are happenings; the body acts.
_EDITION = re.compile("第[0-9一二三四五六七八九十百]+[次届](?:会议|大会)?$")
_MAX_NAME = 44  # code points of a party's name that no list knows
_MIN_NAME = 3  # the lengths here and below are code points
_MAX_OPEN_NAME = 12
_MAX_LATIN_NAME = 40
_MIN_OPEN_NAME = 2
_MAX_SOLE_NAME = 8
_MAX_SHORT_NAME = 4
_MAX_BRAND_TAIL, _MAX_TAIL, _MAX_NOUNS = 6, 4, 8
_MAX_LINKED = 16
_NAMING = frozenset("nxjbvaq")  # first letters of the dictionary's tags for words that names are made of
_SHORT = frozenset(("x", "j", "ns", "nz", "nt"))  # tags of the words that short names are made of
_NOUNS = frozenset(("n", "nr", "nrt", "nrfg", "nz", "s", "x"))
_MINISTERS, _HEAD_OF_STATE = ("部长", "大臣"), "国家"  # before a post
_HEADS_OF_STATE = frozenset(("特首", "行政长官", "总统", "首相", "国王"))
_PIECES = frozenset(("n", "vn", "b", "v", "nt"))
_SIDE = "(?:共和国|[^与和、《》\n]){2,24}"
_BETWEEN = re.compile(f"《(?P<first>{_SIDE})[与和](?P<second>{_SIDE}?)(?:关于|联合声明|战略合作)")
_STATE = "[^与和、《》\n]{1,16}?(?:共和国|联邦|(?:王|酋长|公|独立|合众)国)(?:政府)?"
_STATES = re.compile(f"《(?P<first>{_STATE})[与和](?P<second>{_STATE})")
_OPENS, _BETWEEN_PLACES, _RELATIONS = "《", frozenset("—-–－"), "关系"  # 中泰关系 is one word
_ISSUER = re.compile("《(?P<body>[\u4e00-\u9fff]{3,24}?)关于")
_NEVER_IN_NAMES = frozenset(("d", "vd", "p", "c", "y", "ul", "uz"))
_ALL = "都"
_BEFORE_PLACES = frozenset(("v", "t"))  # 促成|山东省, 战后|韩国
_WHERE = "f"
_BETWEEN_THEM = ("之间", "间")
_FOUNDING = ("设立", "成立", "组建", "创办", "合办")  # 与甲公司|设立公司
_INTO = ("在", "于", "到", "入", "自", "给")  # at the end of a verb: a place follows, or whom it is done to
_THINGS = ("项目", "工程", "产品", "业务", "问题")  # no name that nothing else shows ends so
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z0-9&'.\-]+(?: [A-Z&][A-Za-z0-9&'.\-]*)*(?:,(?:Inc|Ltd|LLC|Corp|Co)\.?)?$")
_FEDERATION = "联邦"
_FEW = frozenset("一两几多")  # 一次会议
_POINTING = frozenset("这那")  # 这|基本上: no name either
_WHEN = ("时", "后", "前")
_MEASURED = re.compile("[0-9]+[年月日号时点分秒]")  # 18时|50分
_A_THING = re.compile("一[项份次种]")  # 一项|战时
BEARERS = ("公司", "机构", "企业", "运营商", "厂商", "巨头", "供应商", "开发商", "制造商", "银行")
"""Common nouns for whoever is named next."""
_NAMES = frozenset(("x", "nr", "nrt", "nrfg"))
_PLACE, _PERSON = "ns", "nr"  # the dictionary's tags
_COUNTED = frozenset("各")  # 各银行: no name
_REPORTERS, _NOT = "记者", "不"
MAX_PREFIX = 4
"""Code points of the places that a word sums up (沪苏|两地)."""


class PartyNames:
    """Reads names off the plain text of one document's clauses; all offsets are view offsets."""

    def __init__(self, text: ClauseText) -> None:
        self._text, self._view, self._words, self._lexicon = text, text.view, text.words, text.lexicon
        self.persons, self.counts = PersonNames(text), CountedNames(text)
        self._happenings = tuple(word for word in text.lexicon.occasions if len(word) > 1)

    def opens_with_deed(self, span: Span) -> bool:
        """Whether a name begins with a verb, so that a clause that holds no more may tell what is done."""
        return self._words.tag(self._words.word_from(span.start)) in ("v", "vn")

    def is_happening(self, span: Span) -> bool:
        """Whether a name is that of a conference or a forum."""
        return self._view.endswith(self._happenings, *span)

    def is_edge(self, at: int, end: int) -> bool:
        """Whether a name may end here: before another word of the clause, a verb or a date, not in the middle of a longer name.

        Args:
            at: where the name would end.
            end: where the clause does.
        """
        if at >= end or self._view[at] in '( ”"' or self._view.startswith(_BETWEEN_THEM, at, end):
            return True
        mention = self._text.at(at)
        if mention is not None:
            return mention.type == "DATE"
        word = self._text.word_at(at, end)
        if self._words.word_from(at) == _ALL:
            return True
        return (word is not None and word[1] in _EDGE_KINDS) or self._text.is_predicate(at, end)

    def places_end(self, at: int, end: int) -> int:
        """Where a party ends that is named by one character for each place (川渝, 中俄); `at` when there is none."""
        found = self._lexicon.abbreviated.match(self._view, at, end)
        return found.end() if found and self._text.is_edge(at) and self.is_edge(found.end(), end) else at

    def places_before(self, end: int) -> Span | None:
        """The party right before an offset that is named by one character for each place (韩日|《协定》)."""
        for start in range(max(0, end - _MAX_SHORT_NAME), end - 1):
            if self._text.is_edge(start) and self._lexicon.abbreviated.fullmatch(self._view, start, end):
                return Span(start, end)
        return None

    def brand_end(self, at: int, end: int) -> int:
        """Where a brand's name ends that goes on after its mention (博天|环境); `at` unless the clause shows it."""
        if self._view[at : at + 1] == "\n":  # a web page links the brand: 万科⏎企业股资产管理中心
            stop = next((stop for stop in range(at + 2, min(end, at + _MAX_LINKED) + 1) if self.is_edge(stop, end)), at)
            is_name = self._view.endswith(self._lexicon.heads, at, stop) and self._names_on(Span(at + 1, stop))
            return stop if is_name else at
        word = self._words.word_from(at)
        if word and (self._words.tag(word) in (*FUNCTION_TAGS, "v") or word[0] in COPULAS):  # 比亚迪|有过
            return at
        for stop in range(at, min(end, at + _MAX_BRAND_TAIL) + 1):
            if self.is_edge(stop, end):
                is_manner = self._words.tag(last := self._words.word_to(stop)) == "a" and len(last) == 1  # 中兴|管理层大
                return stop if stop - at != 1 and not is_manner and self._names_on(Span(at, stop)) else at
            if not "\u4e00" <= self._view[stop] <= "\u9fff" or self._text.word_at(stop, end) or self._text.at(stop):
                return at
        return at

    def _names_on(self, tail: Span) -> bool:
        """Whether what follows a brand may be a part of its name: nouns."""
        words = self._words.within(*tail)
        if sum(map(len, words)) != tail.end - tail.start:
            return False
        tags = list(map(self._words.tag, words))
        return all(tag[0] in _NAMING and tag != "v" and not tag.startswith(_PERSON) for tag in tags)  # not 比亚迪|律师王建国

    def tail_end(self, at: int, end: int) -> int:
        """Where a name ends that goes on with another head after its mention (合作社|联合社, 中国水电|八局)."""
        for stop in range(at + 2, min(end, at + _MAX_NOUNS) + 1):
            if stop > at + _MAX_TAIL and not (self._view[at:stop].isalpha() and self._names_on(Span(at, stop))):  # not 第三次会议
                continue
            is_tail = self._is_tail(self._view[at:stop]) and not self._view.startswith(_FOUNDING, at)
            if is_tail and self._words.tag(self._words.word_to(stop))[0] in "nx" and self.is_edge(stop, end):
                word = self._text.word_at(at, stop)
                is_numbered = word is not None and word[1] == "collective" and stop - at == 2 and self._view[at] != "两"
                return stop if (word is None or is_numbered) and self._text.at(at) is None else at
        return at

    def _is_tail(self, tail: str) -> bool:
        return tail.endswith(self._lexicon.heads) and tail not in self._lexicon.occasions

    def by_head(self, span: Span) -> Span | None:
        """The name that plain text is by the word it ends with."""
        start, end = span
        heads = self._lexicon.heads
        edition = _EDITION.search(self._view, start, end)
        if edition is not None and self._view.endswith(heads, start, edition.start()):
            end = edition.start()
        if self._view[start:end] in self._lexicon.occasions:
            return None
        if not _MIN_NAME <= end - start <= _MAX_NAME:
            return None
        last = self._words.word_to(end)
        if self._words.tag(last) == _PLACE and self._words.tag(before := self._words.word_to(end - len(last))) == "v":
            return None if len(before) > 1 and before.endswith(_INTO) else Span(end - len(last), end)  # 演习使人联想到|美国, not 来到|美国
        before = self._words.word_to(end - len(last))
        is_modal = self._words.tag(last) == self._words.tag(before) == "v" and end - len(last) - len(before) >= start  # 认为|会
        if is_modal or not self._view.endswith(heads, start, end):
            return None
        start += not self._view[start].isalnum()  # ·甲公司
        words = self._words.within(start, end)
        opened = max(
            (i + 1 for i, word in enumerate(words[:-1]) if word in COPULAS or word[0] in _POINTING or (i and word in _WHEN)), default=0
        )
        start += sum(map(len, words[:opened]))  # 这是二战后|日本
        del words[:opened]
        while words and (
            words[0] in COPULAS or (self._words.tag(words[0]) in _BEFORE_PLACES and self._text.place_at(start + len(words[0]), end) == end)
        ):
            start += len(words.pop(0))  # 促成|山东省
        if len(words) == 2 and self._words.tag(words[0]) == "v" and self._lexicon.words.kinds.get(words[1]) == "party":  # 相信|会议
            return Span(start + len(words[0]), end)
        if any(map(self._leads_on, words[:-1])):  # 留在|地区, 办公室设在|评标区
            return None
        if len(words) > 1 and self._words.tag(words[0]) == "v" and words[1][0].isnumeric():  # 去|一个公司
            return None
        if words[:1] == [_REPORTERS] or any(word[0] == _NOT for word in words):  # 记者查阅公司, 租房不比学校
            return None
        if not words or self._view[start] in _COUNTED or any(self._never_names(*pair) for pair in pairwise(("", *words))):
            return None
        is_counted = self._view[start] in _FEW and self._words.tag(self._words.word_from(start)) == "m"
        return None if is_counted else Span(start, end)

    def _never_names(self, before: str, word: str) -> bool:
        """Whether a word stands in no name; one character may be a part of a foreign one (额尔登|特)."""
        is_sound = len(word) == 1 and self._words.tag(word) == "d" and self._words.tag(before) in _NAMES
        return self._words.tag(word) in _NEVER_IN_NAMES and not is_sound

    def _leads_on(self, word: str) -> bool:
        """Whether a verb says that its place follows, or whom it is done to (留在, 退还给)."""
        return len(word) > 1 and word.endswith(_INTO) and self._words.tag(word) in ("v", "i")

    def latin(self, span: Span) -> Span | None:
        """The name in Latin letters that plain text ends with, whatever it is called before (文件共享公司ByteHub)."""
        end = span.end
        while end > span.start and self._words.tag(word := self._words.word_to(end)) in ("v", "vn") and word:
            end -= len(word)  # Magic Leap|谈判
        if found := _LATIN_NAME.search(self._view, span.start, end):
            before = self._view[span.start : found.start()].rstrip("abcdefghijklmnopqrstuvwxyz")  # iiMediaResearch
            return Span(span.start + len(before), found.end())
        return None

    def before_post(self, text: Span, post: Span, open_names: bool) -> Span | None:
        """The short name that plain text right before a post is (巴新|外长), or its place (日本国家|主席, 日本能源|部长), or 王|先生.

        Args:
            text, post: what stands there.
            open_names: whether plain text alone may be a name.
        """
        if addressed := self.persons.addressed(text, post):
            return addressed
        if text.end == post.start and (self.letter(text) or self.persons.is_name(text)):  # 俄|副总理, 李某某|总理
            return text
        place = self._text.place_at(*text)
        is_minister = self._view.endswith(_MINISTERS, *post) and self.is_piece(Span(place, post.start))
        if place > text.start and (is_minister or self._view[place : post.start] == _HEAD_OF_STATE):
            return Span(text.start, place)
        if not open_names or not _MIN_OPEN_NAME <= text.end - text.start <= _MAX_SHORT_NAME:
            return None
        return self.open(text, leading=False) if all(self._words.tag(word) in _SHORT for word in self._words.within(*text)) else None

    def behind_post(self, span: Span) -> Span | None:
        """The person whom plain text names behind his post (总统|文在寅): one word that the dictionary does not know."""
        post = self._text.word_at(*span)
        if post is None or post[1] != "post" or not _MIN_OPEN_NAME <= span.end - post[0] <= _MAX_SHORT_NAME:
            return None
        word = self._words.word_from(post[0])
        return Span(post[0], span.end) if len(word) == span.end - post[0] and self._words.tag(word) in _NAMES else None

    def behind(self, span: Span) -> Span | None:
        """The name that plain text is behind a word that says so (实际控制人|柳某某): a short one is a person's and whole."""
        return span if _MIN_OPEN_NAME <= span.end - span.start <= _MAX_SHORT_NAME else self.open(span, leading=False)

    def may_be_summed_up(self, text: Span) -> bool:
        """Whether plain text is places that 两地 or 两国 sums up; no verb is (是|两国), and no mark (·扩大|两国)."""
        return (
            self._view[text.start].isalnum()
            and text.end - text.start <= MAX_PREFIX
            and self._words.tag(self._words.word_to(text.end)) != "v"
        )

    def letter(self, span: Span) -> bool:
        """Whether plain text is the one character that stands for a country."""
        return span.end - span.start == 1 and self._view[span.start] in COUNTRIES

    def in_title(self, title: Span) -> tuple[Span, ...]:
        """The two bodies or countries that a title says it is between: 《甲国和乙国关于…的协定》."""
        if self._view.find("与", *title) < 0 and self._view.find("和", *title) < 0:  # most titles
            return ()
        found = _BETWEEN.match(self._view, *title) or _STATES.match(self._view, *title)
        if found is None:
            return ()
        pair = tuple(Span(*found.span(group)) for group in ("first", "second"))
        return pair if all(self._is_whole_body(body) for body in pair) else ()

    def opening_title(self, at: int) -> tuple[Span, ...]:
        """The countries or places that a title opens with, by their names or by a letter for each (中国—蒙古…协定, 《中蒙…条约》)."""
        at += self._view.startswith(_OPENS, at)
        if (end := self._text.place_at(at, len(self._view))) > at and self._view[end : end + 1] in _BETWEEN_PLACES:
            other = self._text.place_at(end + 1, len(self._view))
            return (Span(at, end), Span(end + 1, other)) if other > end + 1 else ()
        letters = self._lexicon.abbreviated.match(self._view, at)
        if letters is None or not (self._text.is_edge(letters.end()) or self._view.startswith(_RELATIONS, letters.end())):
            return ()
        return (Span(*letters.span()),)

    def issuer_in_title(self, title: Span) -> Span | None:
        """The body that a title names before 关于: 《某某办公厅关于…》."""
        found = _ISSUER.match(self._view, *title)
        body = Span(*found.span("body")) if found else None
        return body if body is not None and self._view.endswith(self._lexicon.heads, *body) else None

    def _is_whole_body(self, span: Span) -> bool:
        return (
            self._view.endswith((*self._lexicon.heads, _FEDERATION), *span)
            or self._text.lexicon.places.kinds.get(self._view[slice(*span)]) is not None
        )

    def opens_with_noun(self, span: Span) -> bool:
        """Whether plain text begins with a noun or with a word that the dictionary does not know."""
        word = self._words.word_from(span.start)
        return len(word) > 1 and self._words.tag(word) in _NOUNS and not _MEASURED.match(self._view, *span)

    def is_piece(self, span: Span) -> bool:
        """Whether plain text is nouns alone, so that it may be a piece of the name of a department (公共投资)."""
        words = self._words.within(*span)
        if (beyond := sum(map(len, words)) - (span.end - span.start)) > 0:  # 气候政策部|在, cut as 政策|部在
            words[-1] = words[-1][:-beyond]
        return bool(words) and self._text.place_at(*span) == span.start and all(self._words.tag(word) in _PIECES for word in words)

    def opens_department(self, span: Span) -> bool:
        """Whether plain text is a place and the nouns that open the name of a department (吉布提外交)."""
        place = self._text.place_at(*span)
        return span.start < place < span.end and self.is_piece(Span(place, span.end))

    def open(self, span: Span, leading: bool, *, is_alone: bool = False) -> Span | None:
        """Plain text between links, short enough for a name, and no common word (资深, 名义).

        Args:
            span: the text.
            leading: whether the verb of the clause may stand in it: the name ends before the first.
            is_alone: whether no other party shows that it is one.
        """
        longest = _MAX_LATIN_NAME if self._view[slice(*span)].isascii() else _MAX_OPEN_NAME
        if not _MIN_OPEN_NAME <= span.end - span.start <= longest:
            return None
        start, end = self._text.without_function_words(span)
        start = self.counts.past_deed(Span(start, end))
        end -= next((len(word) for word in _BETWEEN_THEM if self._view.endswith(word, start, end)), 0)
        if leading:
            at = start
            while at < end and (word := self._words.word_from(at)) and self._words.tag(word) != "v":
                at += len(word)
            end = at if at > start else end
        if _MEASURED.match(self._view, start, end) or _A_THING.match(self._view, start, end):
            return None
        if not any(map(str.isalpha, self._view[start:end])):  # 1.|审议
            return None
        if end - start < _MIN_OPEN_NAME or not self._view[start].isalnum() or self._view[start] in _COUNTED | _POINTING:
            return None
        if self._view[start:end] in self._lexicon.occasions or self._view.endswith((*self._happenings, *_THINGS), start, end):
            return None
        words = self._words.within(start, end)
        if any(self._words.tag(word) in _NEVER_IN_NAMES or word in COPULAS or word[0] in _POINTING for word in words):
            return None
        first = words[0] if words else ""
        is_when = len(words) > 1 and (self._words.tag(words[-1]) == _WHERE or words[-1] in _WHEN)
        if is_when or (len(words) > 1 and first.endswith(_INTO) and self._words.tag(first) == "v"):
            return None  # 谈判桌|上, 播种|时, 回到|…
        is_common = len(first) == end - start and self._words.tag(first) in COMMON
        if is_common and not (first.endswith(self._lexicon.heads) if is_alone else self.counts.acts(first)):
            return None
        if (named := self._behind_bearer(words, start)) is not None:  # 电子厂商|泰利思
            return Span(named, end)
        place = self._text.place_at(start, end)  # 日本|出|…
        return Span(start, place if start < place < end and self._words.tag(self._words.word_from(place)) == "v" else end)

    def place_dealt_with(self, span: Span) -> Span | None:
        """The place that plain text behind 与 is but for what is done with it (与|美国|会谈)."""
        place = self._text.place_at(*span)
        return Span(span.start, place) if place > span.start and place + len(self._words.word_from(place)) == span.end else None

    def _behind_bearer(self, words: Sequence[str], start: int) -> int | None:
        """Where the name begins that stands behind a common noun for its bearer, all of it words that the dictionary does not know."""
        for index in range(len(words) - 1, 0, -1):
            if self._words.tag(words[index]) not in _NAMES:
                is_named = index < len(words) - 1 and words[index].endswith(BEARERS)
                return start + sum(map(len, words[: index + 1])) if is_named else None
        return None

    def noun(self, span: Span) -> Span | None:
        """Plain text that is one noun."""
        word = self._words.word_from(span.start)
        return span if len(word) == span.end - span.start >= _MIN_OPEN_NAME and self._words.tag(word) == "n" else None

    def head_of_state(self, span: Span) -> Span | None:
        """Plain text that is the post of one who acts for himself (特首|会同甲)."""
        return span if self._view[slice(*span)] in _HEADS_OF_STATE else None

    def sole(self, span: Span, leading: bool) -> Span | None:
        """Plain text that stands alone before a verb, all of it words that names are made of."""
        if span.end - span.start > _MAX_SOLE_NAME:
            return None
        tags = map(self._words.tag, self._words.within(*span))
        return self.open(span, leading, is_alone=True) if all(tag[0] in "nxjbl" or tag == "vn" for tag in tags) else None
