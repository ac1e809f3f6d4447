// The files of a .zip, by its central directory. No ZIP64, no encryption: archives of articles need neither.
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const MAX_COMMENT = 65_535;

/** The entries of an archive: { path, size, read() }; `read` gives no more bytes than `size` says. */
export function readArchive(buffer) {
  const view = new DataView(buffer);
  const end = findEnd(view);
  const entries = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) throw new Error("damaged archive");
    const [nameSize, extraSize, commentSize] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const flags = view.getUint16(at + 8, true);
    const path = nameOf(new Uint8Array(buffer, at + 46, nameSize), flags);
    const entry = { method: view.getUint16(at + 10, true), packed: view.getUint32(at + 20, true), local: view.getUint32(at + 42, true) };
    const size = view.getUint32(at + 24, true);
    if (!path.endsWith("/") && !(flags & 1)) entries.push({ path, size, read: () => unpack(view, entry, size) });
    at += 46 + nameSize + extraSize + commentSize;
  }
  return entries;
}

function findEnd(view) {
  const first = Math.max(0, view.byteLength - END_SIZE - MAX_COMMENT);
  for (let at = view.byteLength - END_SIZE; at >= first; at -= 1) if (view.getUint32(at, true) === END) return at;
  throw new Error("no archive");
}

/** Names without the mark for UTF-8 are in the encoding of the system that packed them: here that of China. */
function nameOf(bytes, flags) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(flags & 0x800 ? "utf-8" : "gb18030").decode(bytes);
  }
}

async function unpack(view, { method, packed, local }, size) {
  if (view.getUint32(local, true) !== LOCAL) throw new Error("damaged archive");
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const bytes = new Uint8Array(view.buffer, start, packed);
  if (method === 0) return bytes.slice().buffer;
  if (method !== 8) throw new Error("unknown compression");
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const whole = new Uint8Array(size); // what an entry holds beyond the size that it states is an attack
  let filled = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return whole.buffer.slice(0, filled);
    if (filled + value.length > size) throw new Error("damaged archive");
    whole.set(value, filled);
    filled += value.length;
  }
}
