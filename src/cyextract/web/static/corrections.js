// The mentions as the user corrects them. A state is a Map of immutable mentions by key; going from one state to another draws what
// differs, so that undo is the same as any change. The lines of the table come from the server.
import { TextMap } from "./selection.js";

const { chinese, translate, write } = globalThis.cyextractLanguage;
export const HAND = "hand";

/** Mentions in text order. */
export function inOrder(state) {
  return [...state.values()].sort((a, b) => a.start - b.start);
}

export class Corrections {
  /** @param saved what `save` returned for the same row, or null */
  constructor(host, row, points, saved, onChange) {
    this.host = host;
    this.row = row;
    this.points = points;
    this.onChange = onChange;
    this.map = new TextMap(host.querySelector(".cy-text"));
    this.current = new Map(row.mentions.map((mention, index) => [String(index), mention]));
    this.past = saved?.past ?? [];
    this.lines = saved?.lines ?? new WeakMap();
    this.nextKey = saved?.nextKey ?? row.mentions.length;
    if (saved) this.sync(saved.current);
  }

  save() {
    const { current, past, lines, nextKey } = this;
    return { current, past, lines, nextKey };
  }

  get(key) {
    return this.current.get(key);
  }

  /** Add a mention in place of what it overlaps; returns its key. */
  add(start, end, type, fields) {
    const key = String(this.nextKey++);
    const next = this.without(start, end, null);
    next.set(key, this.make(start, end, type, fields));
    this.commit(next);
    return key;
  }

  /** Change a mention; one that becomes what was found here first has its values back. */
  change(key, { start, end, type, fields }, html) {
    const old = this.current.get(key);
    const place = [start ?? old.start, end ?? old.end, type ?? old.type];
    const next = this.without(place[0], place[1], key);
    const first = html ? null : this.found(...place);
    const mention = first ?? this.make(...place, fields);
    if (html) this.lines.set(mention, lineOf(html));
    next.set(key, mention);
    this.commit(next);
  }

  /** Fill in values that were read after the change; no step of its own to undo. */
  refine(key, expected, fields, html) {
    if (this.current.get(key) !== expected) return false;
    const mention = this.make(expected.start, expected.end, expected.type, fields);
    this.lines.set(mention, lineOf(html));
    for (const state of this.past) if (state.get(key) === expected) state.set(key, mention); // what is undone later keeps it
    this.sync(new Map(this.current).set(key, mention));
    return true;
  }

  /** Whether a mention still has the span and the type that it had; its values may have been read since. */
  isAsBefore(key, before) {
    const now = this.current.get(key);
    return Boolean(now) && ["start", "end", "type"].every((name) => now[name] === before[name]);
  }

  remove(key) {
    const next = new Map(this.current);
    next.delete(key);
    this.commit(next);
  }

  undo() {
    if (this.past.length) this.sync(this.past.pop());
  }

  make(start, end, type, fields) {
    const text = this.points.slice(start, end);
    return Object.freeze({ canonical: text.replace(/\s/g, ""), ...fields, type, start, end, text, rule: HAND });
  }

  found(start, end, type) {
    return this.row.mentions.find((mention) => mention.start === start && mention.end === end && mention.type === type);
  }

  without(start, end, kept) {
    return new Map([...this.current].filter(([key, mention]) => key !== kept && (mention.end <= start || end <= mention.start)));
  }

  sorted(state) {
    return [...state].sort(([, a], [, b]) => a.start - b.start);
  }

  commit(next) {
    this.past.push(this.current);
    this.sync(next);
  }

  sync(next) {
    const before = this.current;
    for (const [key, mention] of before) if (next.get(key) !== mention) this.erase(key, mention);
    this.current = next;
    const order = this.sorted(next);
    order.forEach(([key, mention], index) => {
      if (before.get(key) !== mention) this.draw(key, mention, order.slice(index + 1));
    });
    this.count();
    this.drop();
    this.onChange();
  }

  count() {
    const all = [...this.current.values()];
    for (const box of this.host.querySelectorAll(".cy-legend input")) {
      const count = box.closest("label").querySelector(".cy-count");
      if (count) count.textContent = all.filter((mention) => mention.type === box.value).length;
    }
    this.host.querySelector('.cy-links a[href="#cy-mentions"] .cy-count').textContent = all.length;
  }

  /** Hide what the other panels say of mentions that are no more. */
  drop() {
    const isKept = (key) => {
      const [first, now] = [this.row.mentions[key], this.current.get(key)];
      return Boolean(now) && (!first || this.found(now.start, now.end, now.type) === first);
    };
    for (const item of this.host.querySelectorAll(".cy-panel:not(#cy-mentions, #cy-claims) .cy-item[data-m]")) {
      item.classList.toggle("cy-gone", !globalThis.cyextractPanels.keysOf(item).some(isKept));
    }
  }

  erase(key, mention) {
    const mark = document.getElementById("m" + key);
    const paragraph = mark?.parentElement;
    mark?.replaceWith(...mark.childNodes);
    paragraph?.normalize();
    const line = document.getElementById("r" + key);
    if (line) this.lines.set(mention, line);
    line?.remove();
  }

  draw(key, mention, later) {
    const range = this.map.joinedRange(mention.start, mention.end);
    const mark = document.createElement("a");
    mark.id = "m" + key;
    mark.className = "m " + mention.type;
    mark.href = "#r" + key;
    mark.setAttribute("aria-describedby", "r" + key);
    mark.append(range.extractContents());
    range.insertNode(mark);
    this.drawLine(key, mention, later, mark.textContent);
  }

  drawLine(key, mention, later, shown) {
    const line = this.lines.get(mention) ?? blankLine(mention.type);
    this.lines.set(mention, line);
    line.id = "r" + key;
    line.dataset.m = key;
    const link = line.querySelector("a");
    link.href = "#m" + key;
    link.textContent = shown.replace(/\s*[\r\n]\s*/g, "");
    translate(line);
    const following = later.map(([other]) => document.getElementById("r" + other)).find(Boolean);
    if (following) following.before(line);
    else this.lastBody().append(line);
  }

  lastBody() {
    const panel = this.host.querySelector("#cy-mentions");
    if (!panel.querySelector("tbody")) panel.replaceChildren(document.getElementById("table-template").content.cloneNode(true));
    return [...panel.querySelectorAll("tbody")].at(-1);
  }
}

function lineOf(html) {
  const body = document.createElement("tbody");
  body.innerHTML = html; // the server escapes all that the text holds
  return body.firstElementChild;
}

/** The line of a mention whose value nobody has told yet. */
function blankLine(type) {
  const line = document.getElementById("row-template").content.firstElementChild.cloneNode(true);
  line.classList.add(type);
  line.querySelector("a").classList.add(type);
  const name = document.querySelector(`#dock [data-type="${type}"] .cy-sample`);
  write(line.cells[0], chinese(name), name.dataset.en);
  return line;
}
