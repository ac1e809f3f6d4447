"""Say what kind of document each title of a text names.

Evidence is asked in one order (`title_categories`): what stands beside a title, its head word, the same title elsewhere, full and short
names, neighbours in a list, what stands beside it and tells little (a weak sign), and the guidelines' default.
"""

from __future__ import annotations

import re
from collections import Counter

from cyextract.recognizers.title_words import head_category, load_title_words

_CONTEXT = 24  # code points looked at on either side
_DATED = re.compile(r" ?(?:[0-9]{4}年)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}[日号])?")  # between a paper and what it reports
_REPORTS = ("报道", "报导", "消息", "刊文", "撰文", "称")
_ONE_WORK = ("一书", "一文", "一剧", "一片", "为题")
_ENTITLED = re.compile("(?:题|题目|文章名)[为是]$")
_PAPERS = re.compile(" ?[^，。；《》\n]{0,4}(?:杂志|周刊|月刊|期刊|节目|栏目)")  # what follows names a paper or programme
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
_OF_TODAY = re.compile(r"[今昨]天(?:\([^()\n]{1,8}\))?的$")  # 今天（5月7日）的《…》: a programme or paper
_NUMBERED = re.compile("(?:gb|db|yy|jgj|hj|qb)(?:/t)? ?[0-9][0-9.-]*$", re.IGNORECASE)  # a standard's number right before it
_ON_A_PAGE = re.compile("(?:在|于|登上|登)[^，。、；《》]{0,4}$")  # 在《…》上
_NO_PAGE = frozenset("线市架台涨")  # 《…》上映
_SHORT_FOR = re.compile('(?:简称|下称|又称|亦称)[为作]?["“:]?$')
_SENTENCE = re.compile("[，。？！,?!]|[\u3400-\u9fff]{14}")  # no paper has such a name, an article may
_PROGRAMME = re.compile("节目|栏目|专栏|系列|特别报道|频道|真人秀")
_LONGEST_SHORT = 5  # characters of a title that may be the beginning of a fuller one
_LONGEST_PAPER = 12  # characters of a paper's title of which the second may make its short name
_CLINGING = re.compile('[了的]?["“]?$')  # may stand between a title and the word before it
# What words beside a title may say it is, the surest first: a word that goes on from it, one before it (with a list's first title), a verb.
_SIGNS = (
    ("after", "publication"), ("after", "standard"), ("after", "report"), ("after", "agreement"), ("after", "policy"),
    ("before", "work"), ("before", "standard"), ("after", "work"), ("before", "publication"),
    ("before", "report"), ("before", "agreement"), ("before", "policy"),
)  # fmt: skip
_WEAK_SIGNS = ("other", "law", "policy", "standard", "report", "agreement", "publication", "work")
_LIST_MARK = re.compile(r"\s*(?:\([^()\n]{1,40}\))?\s*(?:、|和|及|以及|与|)\s*")
_ABOUT = re.compile("关于.{4}|.{2,12}关于.{8}")


def title_categories(view: str, spans: list[tuple[int, int, bool]], titles: list[str]) -> list[str]:
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
        overruled |= context == "report" and head in ("policy", "work")  # 《安全战略》报告, 《山海研究》报告
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
    if _OF_TODAY.search(ahead) and not _SENTENCE.search(title):
        return "publication"
    said = words.weak_before.categories(ahead.rstrip('"“')[::-1])
    said |= words.weak_after.categories(view[past : past + _CONTEXT])
    if view.startswith("上", past) and view[past + 1 : past + 2] not in _NO_PAGE and _ON_A_PAGE.search(ahead):
        said.add("publication")
    if _SENTENCE.search(title):
        said.discard("publication")
    return next((category for category in _WEAK_SIGNS if category in said), None)
