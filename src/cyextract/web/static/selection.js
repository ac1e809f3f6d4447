// Between code points of the text and places in the page. The page shows the text one character for one code point, line breaks
// included (hidden where layout put them), so counting characters from the start of a paragraph is enough.
import { countPoints, unitOffset } from "./codepoints.js";

export class TextMap {
  constructor(main) {
    this.main = main;
    this.paragraphs = [...main.querySelectorAll("p[data-start]")];
  }

  /** The code point at a place of the page, or null outside the text. */
  pointAt(node, offset) {
    if (node === this.main) {
      const next = node.childNodes[offset] ?? null;
      const paragraph = next instanceof Element ? next : this.paragraphs.at(-1);
      return paragraph ? this.startOf(paragraph) : 0;
    }
    const paragraph = (node instanceof Element ? node : node.parentElement)?.closest("p[data-start]");
    if (!paragraph || !this.main.contains(paragraph)) return null;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(node, offset);
    return this.startOf(paragraph) + countPoints(before.toString());
  }

  /** The range of a span in the page. */
  range(start, end) {
    const range = document.createRange();
    range.setStart(...this.place(start, false));
    range.setEnd(...this.place(end, true));
    return range;
  }

  /** The same with both ends in one paragraph: what a mention joins is one. */
  joinedRange(start, end) {
    let index = this.indexOf(start, false);
    while (this.indexOf(end, true) > index) {
      const next = this.paragraphs[index + 1];
      this.paragraphs[index].append(...next.childNodes);
      next.remove();
      this.paragraphs.splice(index + 1, 1);
    }
    return this.range(start, end);
  }

  startOf(paragraph) {
    return Number(paragraph.dataset.start);
  }

  indexOf(point, isEnd) {
    let low = 0;
    let high = this.paragraphs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const start = this.startOf(this.paragraphs[middle]);
      if (isEnd ? start < point : start <= point) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  place(point, isEnd) {
    const paragraph = this.paragraphs[this.indexOf(point, isEnd)];
    let left = point - this.startOf(paragraph);
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    let last = null;
    for (; node; node = walker.nextNode()) {
      const size = countPoints(node.data);
      if (left < size || (isEnd && left === size)) return [node, unitOffset(node.data, left)];
      left -= size;
      last = node;
    }
    return last ? [last, last.data.length] : [paragraph, 0];
  }
}
