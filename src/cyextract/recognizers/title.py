"""Find titles by their brackets and say what kind of document each names.

Rule ids: `title.closed` (《…》, the outer pair when nested) and `title.open` (the 》 is missing; ends with the
sentence).
Words by which a title is classed are in `rules/lexicon/title_category.tsv`, words beside it in `title_context.tsv`. Evidence is asked
in one order (`_categories`): what stands beside a title, its head word, the same title elsewhere, full and short names, neighbours in a
list, what stands beside it and tells little (a weak sign), and the guidelines' default.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast, get_args

from cyextract.lexicon.table import read_table
from cyextract.models import TitleCategory
from cyextract.recognizers.candidate import Candidate
from cyextract.text.boundaries import CLAUSE_MARKS, SENTENCE_STOP
from cyextract.text.marks import SENTENCE_MARKS

if TYPE_CHECKING:
    from cyextract.text.reading_view import SourceText

# The longest titles of laws and decisions with another title inside run to about 120 code points; page furniture in a
# broken one adds to that.
_LONGEST = 300
_LONGEST_OPEN = 80
_LONGEST_SENTENCE = 100
_MOST_LINES = 6
_MOST_MARKS = 12
_BRACKET = re.compile("[《》]")
_CONTEXT = 24  # code points looked at on either side
_CLAUSE_ENDS = frozenset(f"{CLAUSE_MARKS}{SENTENCE_MARKS}《》\n") | {""}
_DATED = re.compile(r" ?(?:[0-9]{4}年)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}[日号])?")  # between a paper and what it reports
_REPORTS = ("报道", "报导", "消息", "刊文", "撰文", "称")
_ONE_WORK = ("一书", "一文", "一剧", "一片", "为题")
_ENTITLED = re.compile("(?:题|标题|题目|文章名)[为是]$")
_PAPERS = re.compile(" ?[^，。；《》\n]{0,4}(?:杂志|雜誌|周刊|月刊|期刊|节目|節目|栏目|欄目)")  # what follows names a paper or programme
_NOTE = re.compile(r" ?\(([^()\n]{1,40})\)")  # 《…》(某某出版社2009年版), 《…》(GB/T 42752-2023)
_NOTES = (  # what a note says of the title before it
    ("work", re.compile("出版社")),
    ("publication", re.compile("(?:^|[日 ,，])[0-9A-Z]{1,4}版")),
    ("standard", re.compile("(?:GB|DB|YY|JGJ|HJ|QB)[/ T]*[0-9]")),
    ("policy", re.compile(r"[〔\[][0-9]{4}[〕\]][0-9]+号")),
    ("other", re.compile("公告编号")),
)
_ISSUE = re.compile(
    r"[,， ]?(?:[0-9]{4}年?|今年)?(?:第[0-9一二三四五六七八九十]{1,3}[季卷],?)?(?:[^，。；《》\n]{0,6}播出)?"
    "(?:总?第[0-9一二三四五六七八九十百]{1,4}|创刊|[1-9][0-9]?月)[期号](?![0-9])"
)
_AMONG = (  # what follows the 等 of a list: 《…》等在内的14个原创节目
    ("publication", re.compile("[^，。；《》\n]{0,16}(?:节目|栏目|杂志|期刊|报刊|刊物)")),
    ("policy", re.compile("[^，。；《》\n]{0,8}(?:制度|政策)")),
    ("work", re.compile("[^，。；《》\n]{0,12}(?:电影|影片|电视剧|网剧|歌曲|小说|论文|剧目|图书|书籍|著作|游戏)")),
)
_ARTICLE = re.compile("第[0-9一二三四五六七八九十百]{1,6}条")
_ARTICLES = re.compile(
    "[^，。；《》\n发刊载登]{0,10}[两三四五六七八九十几0-9]篇[^，。；《》\n]{0,6}(?:报道|报导|文章|通讯)"
)  # 《…》《…》这两篇报道
_KIND = "(协议|协定|备忘录|宣言|条约|公约|通知|办法|方案|规划|计划|法案|条例|标准|公告|报告|白皮书|榜单|杂志|周刊|节目|栏目|文件)"
_NAMED = re.compile(
    _KIND + "(?:的?(?:名称|名字|题目|标题|主题)(?:初步|暂)?定?[为是叫]|(?:定名|命名|取名|名|称)为|名叫|叫做?)$"
)  # 标准的名称定为《…》
_CALLED = (  # 名为《…》的备忘录, 《…》，该协议, 《…》。报告显示
    re.compile("的" + _KIND),
    re.compile("[。,，](?:该|此|这份|这一|这项|这本|这档)" + _KIND),
    re.compile("[。,，]" + _KIND + "(?:显示|指出|称|提出|要求|明确|强调|规定)"),
)
_PUBLISHER = re.compile("[,， ]{0,2}[^，。；《》()\n]{1,8}出版社")
_SOURCE_LINE = re.compile("(?:^|\n)[-—─]{2,}[^《\n]{0,10}$")  # ——竹乡《…》, a line of its own
_NUMBERED = re.compile("(?:gb|db|yy|jgj|hj|qb)(?:/t)? ?[0-9][0-9.-]*$", re.IGNORECASE)  # a standard's number right before it
_ON_A_PAGE = re.compile("(?:在|于|登上|登)[^，。、；《》]{0,4}$")  # 在《…》上
_NO_PAGE = frozenset("映线市架演台涨")  # 《…》上映
_SHORT_FOR = re.compile('(?:简称|下称|又称|亦称)[为作]?["“:]?$')
_SENTENCE = re.compile("[，。？！,?!]|[\u3400-\u9fff]{14}")  # no paper has such a name, an article may
_PROGRAMME = re.compile("节目|栏目|专栏|系列|特别报道|频道|真人秀")
_LONGEST_SHORT = 5  # characters of a title that may be the beginning of a fuller one
_LONGEST_PAPER = 12
_LONG_HEAD = 4  # characters before a word of `long`: 红海行动 is a film
_CLINGING = re.compile('[了的]?["“]?$')  # may stand between a title and the word before it
# What words beside a title may say it is, the surest first: a word that goes on from it, one before it (with a list's first title), a verb.
_SIGNS = (
    ("after", "publication"), ("after", "standard"), ("after", "report"), ("after", "agreement"), ("after", "policy"),
    ("before", "work"), ("before", "standard"), ("after", "work"), ("before", "publication"),
    ("before", "report"), ("before", "agreement"), ("before", "policy"),
)  # fmt: skip
_WEAK_SIGNS = ("other", "law", "policy", "standard", "report", "agreement", "publication", "work")
_LIST_MARK = re.compile(r"\s*(?:\([^()\n]{1,40}\))?\s*(?:、|和|及|以及|与|)\s*")
_OPEN_TAIL = re.compile(r"[、，,和与及以\s]+$")
# A second 《 right after these words opens a title inside the first; after a list mark it opens the next one.
_INNER_AHEAD = re.compile("(?:关于|印发|发布|转发|通过|批准|修改|修订|废止|实施|贯彻|落实|执行|公布|签署|解读|的)[^、，。；\n]{0,12}$")


class TitleMeaning(NamedTuple):
    """A title: the raw text inside the brackets without white space and markup, and what kind of document it names."""

    title: str
    category: TitleCategory
    closed: bool = True


class _Beside(NamedTuple):
    """Words on one side of a title, read away from it: each with its category and how many characters may stand between."""

    words: dict[str, tuple[str, int]]
    firsts: frozenset[str]
    lengths: tuple[int, ...]
    reach: int

    def categories(self, context: str) -> set[str]:
        """What the words say that a context (read away from the title) holds within their reach."""
        found: set[str] = set()
        for between in range(self.reach + 1):
            first = context[between : between + 1]
            for length in self.lengths if first in self.firsts else ():
                category, reach = self.words.get(context[between : between + length], ("", -1))
                if between <= reach:
                    found.add(category)
                    break  # the longest tells: a 专栏文章 is no 专栏
            if first in _CLAUSE_ENDS:
                break
        return found


class TitleWords(NamedTuple):
    """Words that end a title or are one, and words beside titles."""

    heads: dict[str, str]
    head_lengths: tuple[int, ...]
    firm: tuple[str, ...]
    """The heads that no word beside the title overrules: a 蓝皮书 that somebody 编著."""
    long: frozenset[str]
    """The heads that tell nothing of a short title: 红海行动."""
    names: dict[str, str]
    """By their lower case."""
    before: _Beside
    after: _Beside
    weak_before: _Beside
    weak_after: _Beside


@cache
def load_title_words() -> TitleWords:
    """The words by which titles are classed.

    Raises:
        LexiconError: a row that is none; every such row is named.
    """
    rows = read_table("title_category.tsv", 3, where=("head", "firm", "long", "name"), category=get_args(TitleCategory))
    heads = {word: category for word, where, category in rows if where != "name"}
    names = {word.lower(): category for word, where, category in rows if where == "name"}
    firm = tuple(word for word, where, _ in rows if where == "firm")
    long = frozenset(word for word, where, _ in rows if where == "long")
    sides: dict[str, dict[str, tuple[str, int]]] = {"before": {}, "after": {}, "weak-before": {}, "weak-after": {}}
    for word, place, category, *reach in read_table("title_context.tsv", 3, has_more=True, place=sides, category=get_args(TitleCategory)):
        sides[place][word[::-1] if place.endswith("before") else word] = category, int(reach[0]) if reach else 0
    beside = (
        _Beside(words, frozenset(word[0] for word in words), _lengths(words), max(reach for _, reach in words.values()))
        for words in sides.values()
    )
    return TitleWords(heads, _lengths(heads), firm, long, names, *beside)


def _lengths(words: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({len(word) for word in words}, reverse=True))


def title_spans(view: str) -> Iterator[tuple[int, int, bool]]:
    """Spans of the titles of a view, left to right, and whether each is closed.

    >>> list(title_spans("签署《合作协议》"))
    [(2, 8, True)]
    """
    if "《" not in view:  # told ten times as fast as by the pattern
        return
    marks = [(found.start(), found[0] == "《") for found in _BRACKET.finditer(view)]
    index = 0
    while index < len(marks):
        start, opens = marks[index]
        index += 1
        if not opens or view.startswith("《", start + 1):
            continue
        last = _closing(view, marks, index - 1)
        if last is not None:
            if marks[last][0] > start + 1:
                yield start, marks[last][0] + 1, True
            index = last + 1
            continue
        end = _open_end(view, start)
        if end - start > 2:
            yield start, end, False


def _closing(view: str, marks: list[tuple[int, bool]], first: int) -> int | None:
    """Index of the mark that closes the title opened at mark `first`; None when it stays open."""
    start = marks[first][0]
    depth = 0
    inner_close: int | None = None
    for index in range(first, min(len(marks), first + _MOST_MARKS)):
        position, opens = marks[index]
        if position - start > _LONGEST:
            break
        depth += 1 if opens else -1
        if depth == 0:
            return index if _is_one_title(view, start, position) else None
        if not opens and inner_close is None:
            inner_close = index
    # One 》 too few: 《关于印发《X办法的通知》 is one title, 《A、《B》 are two.
    if inner_close is not None and _INNER_AHEAD.search(view, start + 1, marks[first + 1][0]):
        return inner_close
    return None


def _is_one_title(view: str, start: int, end: int) -> bool:
    """Whether brackets this far apart enclose a title, and not the text between one title's 《 and another's 》."""
    if view.count("\n", start, end) > _MOST_LINES:
        return False
    return end - start <= _LONGEST_SENTENCE or view.find("。", start, end) < 0


def _open_end(view: str, start: int) -> int:
    """End of a title without 》: its sentence, the next title, or the longest we believe."""
    limit = min(len(view), start + _LONGEST_OPEN)
    stop = SENTENCE_STOP.search(view, start + 1, limit)
    end = stop.start() if stop else limit
    following = view.find("《", start + 1, end)
    if following >= 0:
        end = following
    return start + len(_OPEN_TAIL.sub("", view[start:end]))


_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,80}>|&nbsp;|\*\*|\s+")
_EDITION = re.compile(
    r"(?:\([^()]*\)|〔[^〔〕]*〕|\[[^\[\]]*\]|[”’\" 　]"
    r"|及?其?摘要|全文|征求意见稿|送审稿|讨论稿|修订稿|[一二三]审稿|审议稿|建议稿|报批稿|修订版|修正版|试行|暂行|草案|初稿|正文|第[0-9一二三四五六七八九十]{1,3}[版部季期辑卷]"
    r"|第[0-9一二三四五六七八九十]{1,4}(?:号(?:-.*)?|批)|[0-9]{4}年?[-~至][0-9]{4}年?|[0-9]{4}年?版?|V?[0-9]+(?:\.[0-9]+)*)$"
)


_ABOUT = re.compile("关于.{4}|.{2,12}关于.{8}")
_SUBTITLE = re.compile("[·:-]+")  # 自然·气候变化, 柳叶刀-肿瘤学
_STANDARD_INSIDE = re.compile("国家标准|行业标准|技术导则|第[0-9一二三四五六七八九十]{1,2}部分")  # 食品安全国家标准竹笋罐头
_NAMED_NUMBER = re.compile("([引则告])第[0-9一二三四五六七八九十]{1,4}号-.*$")  # 准则第15号--权益变动报告书
_STANDARD_NUMBER = re.compile(r"(?:GB|DB|ISO|IEC|IEEE|YY|YD|JGJ|HJ|NB|QB|SJ|T/[A-Z]+)[/ 0-9A-Z]*[0-9]")


def head_category(title: str) -> str | None:
    """Category of a folded title by the word it ends with, its edition and brackets aside; None when no word tells.

    >>> head_category("网络安全管理办法(试行)")
    'policy'
    """
    words = load_title_words()
    if _STANDARD_NUMBER.match(title):
        return "standard"
    written = len(title)
    title = _NAMED_NUMBER.sub(r"\1", title)
    for _ in range(4):
        if category := words.names.get(_SUBTITLE.split(title, 1)[0].lower()):
            return category
        for length in words.head_lengths:
            if len(title) >= length and (category := words.heads.get(title[-length:])):
                return category if title[-length:] not in words.long or written >= length + _LONG_HEAD else None
        shorter = _EDITION.sub("", title)
        if shorter in (title, ""):
            break
        title = shorter
    return "standard" if _STANDARD_INSIDE.search(title) else None


def find_titles(source: SourceText) -> list[Candidate]:
    """Every title of a document, left to right; offsets count in the view, `title` holds raw characters."""
    view = source.view
    spans = list(title_spans(view))
    if not spans:
        return []
    folded = [_MARKUP.sub("", view[start + 1 : end - closed]) for start, end, closed in spans]
    categories = _categories(view, spans, folded)
    candidates: list[Candidate] = []
    for (start, end, closed), plain, category in zip(spans, folded, categories, strict=True):
        low, high = source.raw_span(start, end)
        written = source.raw[low + 1 : high - closed]
        title = plain if written == view[start + 1 : end - closed] else _MARKUP.sub("", written)
        meaning = TitleMeaning(title, cast("TitleCategory", category), closed)
        candidates.append(Candidate(start, end, "TITLE", ("title.closed" if closed else "title.open",), meaning))
    return candidates


def _categories(view: str, spans: list[tuple[int, int, bool]], titles: list[str]) -> list[str]:
    """One category a title: by what stands beside it, its head word, other titles of the text, weak signs, or the default."""
    beside = [_category_beside(view, start, end, title) for (start, end, _), title in zip(spans, titles, strict=True)]
    told: dict[str, Counter[str]] = {}
    for title, context in zip(titles, beside, strict=True):
        if context is not None:
            told.setdefault(title, Counter())[context] += 1
    known = {title: contexts.most_common(1)[0][0] for title, contexts in told.items()}
    firm = load_title_words().firm
    categories: list[str | None] = []
    for index, title in enumerate(titles):
        head = head_category(title)
        context = beside[index]
        overruled = context == "work" and head in ("policy", "law", "report", "other", "publication") and not title.endswith(firm)
        if context == "publication" and (head == "work" or (head == "report" and _reports_on_a_day(view, spans[index][1]))):
            overruled = True
        overruled |= context == "report" and head == "policy"  # 《安全战略》报告
        overruled |= context == "publication" and head in ("report", "other", "policy") and _PAPERS.match(view, spans[index][1]) is not None
        if head is None or overruled:
            head = context or known.get(title) or head
        categories.append(head)
    _take_from_full_names(titles, categories)
    _take_from_short_names(view, spans, titles, categories)
    _share_in_lists(view, spans, titles, categories)
    weak: dict[str, str] = {}
    for (start, end, _), title, category in zip(spans, titles, categories, strict=True):
        if category is None and (sign := _weak_sign(view, start, end, title)):
            weak.setdefault(title, sign)
    # A title that names no kind of document is a book, a film, a song or an article, unless it opens like a document.
    return [c or weak.get(t) or ("other" if _ABOUT.match(t) else "work") for c, t in zip(categories, titles, strict=True)]


def _take_from_full_names(titles: list[str], categories: list[str | None]) -> None:
    """A title that is no more than a head word (《通则》) takes the category of the last one before it that ends with the word."""
    words = load_title_words()
    of_word: dict[str, str | None] = {}
    for index, title in enumerate(titles):
        if title in of_word:
            categories[index] = of_word[title]
        for length in words.head_lengths:
            if length < len(title) and title[-length:] in words.heads:
                of_word[title[-length:]] = categories[index]


def _take_from_short_names(view: str, spans: list[tuple[int, int, bool]], titles: list[str], categories: list[str | None]) -> None:
    """A title and what it is called for short are of one kind: 《竹海十条》(简称《意见》), 《云雀周刊》 and later 《云雀》."""
    for index in range(1, len(titles)):
        start = spans[index][0]
        if start - spans[index - 1][1] <= _CONTEXT and _SHORT_FOR.search(view, spans[index - 1][1], start):
            categories[index] = categories[index] or categories[index - 1]
            categories[index - 1] = categories[index - 1] or categories[index]
    begins: dict[str, str] = {}
    for title, category in zip(titles, categories, strict=True):
        if category is not None:
            for length in range(1, min(len(title), _LONGEST_SHORT + 1)):
                begins.setdefault(title[:length], category)
            if category == "publication":  # 云雀周报 is 云周 and 云报 too
                for second in title[1:_LONGEST_PAPER]:
                    begins.setdefault(title[0] + second, category)
    for index, title in enumerate(titles):
        categories[index] = categories[index] or begins.get(title)


def _share_in_lists(view: str, spans: list[tuple[int, int, bool]], titles: list[str], categories: list[str | None]) -> None:
    """Titles without a category take the one of the title that stands right before or behind them in a list."""
    pairs = [(index - 1, index) for index in range(1, len(spans)) if _stand_in_list(view, spans[index - 1][1], spans[index][0])]
    for one, other in (*pairs, *((behind, ahead) for ahead, behind in reversed(pairs))):
        shared = categories[one]
        if categories[other] is None and (shared == "work" or (shared == "publication" and not _SENTENCE.search(titles[other]))):
            categories[other] = shared


def _stand_in_list(view: str, end: int, start: int) -> bool:
    return _LIST_MARK.fullmatch(view, end, start) is not None


def _past_day(view: str, end: int) -> int:
    """Where a day that follows a title ends; the end of the title where none does."""
    found = _DATED.match(view, end)
    return end if found is None else found.end()


def _reports_on_a_day(view: str, end: int) -> bool:
    """Whether a title reports something on a day: [英国《防务展望》2006年4月20日报道]."""
    day = _past_day(view, end)
    return day > end + 1 and view.startswith(_REPORTS, day)


def _category_beside(view: str, start: int, end: int, title: str) -> str | None:
    """What the words right before and after a title say it is; None when they say nothing."""
    words = load_title_words()
    note = _NOTE.match(view, end)
    past = note.end() if note else _past_day(view, end)
    ahead = view[max(0, start - _CONTEXT) : start]
    after = words.after.categories(view[past : past + _CONTEXT].removeprefix(" "))
    before = words.before.categories(_CLINGING.sub("", ahead)[::-1])
    if _reports_on_a_day(view, end) or _ISSUE.match(view, end):
        after.add("publication")
    if view.startswith("等", past):
        after |= {category for category, kinds in _AMONG if kinds.match(view, past + 1)}
    if _PUBLISHER.match(view, past):
        after.add("work")
    if _NUMBERED.search(ahead):
        before.add("standard")
    if view.startswith(_ONE_WORK, past) or _ENTITLED.search(ahead):
        return "report" if "report" in after | before else "work"  # 题为《…》的报道, 摘自《…》一书
    if "publication" in after | before and _is_article(view, past, title, ahead):
        after.discard("publication")
        before.discard("publication")
    said = {"after": after, "before": before}
    return next((category for side, category in _SIGNS if category in said[side]), None)


def _is_article(view: str, past: int, title: str, ahead: str) -> bool:
    """Whether a title is what a paper reports, and not the paper: 关于《…》的报道, a sentence (and no programme)."""
    if ahead.endswith("关于") or _ARTICLES.match(view, past):
        return True
    return _SENTENCE.search(title) is not None and not _PROGRAMME.search(ahead) and not _PROGRAMME.search(view, past, past + _CONTEXT)


def _weak_sign(view: str, start: int, end: int, title: str) -> str | None:
    """What stands beside a title that says nothing itself, and is asked last; None when nothing does."""
    words = load_title_words()
    note = _NOTE.match(view, end)
    past = note.end() if note else _past_day(view, end)
    if note and (category := next((category for category, marks in _NOTES if marks.search(note[1])), None)):
        return category
    if _ARTICLE.match(view, past):
        return "law"
    ahead = view[max(0, start - _CONTEXT) : start]
    forms = _CALLED if ahead.endswith(("为", "叫")) else _CALLED[1:]
    if called := _NAMED.search(ahead.rstrip(':"“ ')) or next(filter(None, (form.match(view, past) for form in forms)), None):
        return head_category(called[1])
    if _SOURCE_LINE.search(ahead) and view[end : end + 1] in ("", "\n"):
        return "publication"
    said = words.weak_before.categories(ahead.rstrip('"“')[::-1])
    said |= words.weak_after.categories(view[past : past + _CONTEXT])
    if view.startswith("上", past) and view[past + 1 : past + 2] not in _NO_PAGE and _ON_A_PAGE.search(ahead):
        said.add("publication")
    if _SENTENCE.search(title):
        said.discard("publication")
    return next((category for category in _WEAK_SIGNS if category in said), None)
