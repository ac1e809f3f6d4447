// From what is dropped or chosen to texts: files, folders, archives. What is left out is counted and named.
import { post } from "./server.js";
import { readArchive } from "./zip.js";

const { say } = globalThis.cyextractLanguage;
const TEXT = /\.(txt|text|md)$/i;
const ARCHIVE = /\.zip$/i;
const HIDDEN = /(^|\/)(\.|__MACOSX)/;
const CHUNK = 0x8000;
export const MAX_FILES = 200;

/** What a drop carries, folders opened: [{ path, size, read() }]. To be called before anything is awaited. */
export function droppedSources(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length) return Promise.all(entries.map(walk)).then((found) => found.flat());
  return Promise.resolve(fileSources(transfer.files));
}

export function fileSources(files) {
  return [...files].map(sourceOf);
}

function sourceOf(file, path) {
  return { path: typeof path === "string" ? path : file.webkitRelativePath || file.name, size: file.size, read: () => file.arrayBuffer() };
}

async function walk(entry) {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) return [sourceOf(await new Promise((done, failed) => entry.file(done, failed)), path)];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed)); // a hundred at a time
    if (!some.length) return found;
    for (const inside of some) found.push(...(await walk(inside)));
  }
}

/** Read texts: { texts: [{ name, text, encoding }], left: [why] }. `room` bounds the bytes of all of them. */
export async function readTexts(sources, room) {
  const left = [];
  const isOne = sources.length === 1 && !ARCHIVE.test(sources[0].path); // whatever somebody chooses alone is a text
  const files = [];
  for (const source of sources) files.push(...(ARCHIVE.test(source.path) ? await openArchive(source, room, left) : [source]));
  const wanted = files.filter(({ path }) => !HIDDEN.test(path) && (isOne || TEXT.test(path)));
  const others = files.filter(({ path }) => !HIDDEN.test(path)).length - wanted.length;
  if (others) left.push(say(`${others} 个不是 .txt`, `${others} that are no .txt`));
  if (wanted.length > MAX_FILES) {
    left.push(say(`${wanted.length - MAX_FILES} 个超出一次 ${MAX_FILES} 篇的上限`, `${wanted.length - MAX_FILES} beyond the ${MAX_FILES} of one go`));
  }
  const texts = [];
  let used = 0;
  let tooLarge = 0;
  for (const { path, size, read } of wanted.sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, MAX_FILES)) {
    if (used + size > room) {
      tooLarge += 1;
      continue;
    }
    used += size;
    try {
      texts.push({ name: path.replace(TEXT, ""), ...(await decode(await read())) });
    } catch (error) {
      left.push(`${path}: ${error.message}`);
    }
  }
  if (tooLarge) {
    const limit = Math.floor(room / 1000).toLocaleString("en");
    left.push(say(`${tooLarge} 个超出合计 ${limit} KB 的上限`, `${tooLarge} beyond the limit of ${limit} KB together`));
  }
  return { texts, left };
}

async function openArchive(source, room, left) {
  try {
    if (source.size > room) throw new Error(say("压缩包太大", "too large"));
    return readArchive(await source.read());
  } catch (error) {
    left.push(`${source.path}: ${error.message}`);
    return [];
  }
}

async function decode(buffer) {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(buffer), encoding: "utf-8" };
  } catch {
    return post("/decode", { content: toBase64(new Uint8Array(buffer)) });
  }
}

function toBase64(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}
