// Offsets in cyextract count code points; JavaScript strings count UTF-16 units, two for a character such as 𠮷.
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

export function countPoints(text) {
  if (!PAIR.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The unit offset of a code point offset in a short text. */
export function unitOffset(text, point) {
  if (!PAIR.test(text)) return point;
  let units = 0;
  for (const character of text) {
    if (point === 0) break;
    units += character.length;
    point -= 1;
  }
  return units;
}

/** A text that is read by code points. */
export class PointText {
  constructor(text) {
    this.text = text;
    this.points = PAIR.test(text) ? Array.from(text) : null;
    this.length = this.points ? this.points.length : text.length;
  }

  at(point) {
    return this.points ? this.points[point] : this.text[point];
  }

  slice(start, end) {
    return this.points ? this.points.slice(start, end).join("") : this.text.slice(start, end);
  }
}
