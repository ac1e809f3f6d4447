// What leaves the page: rows as JSON, a table as CSV, and gold for `cyextract eval`; of several documents one file.
const COLUMNS = [
  "document", "type", "start", "end", "text", "canonical", "value", "mod", "granularity", "first_day", "last_day", "amount", "amount_min", "amount_max",
  "currency", "currency_stated", "per", "value_min", "value_max", "unit", "name", "kind", "full_name", "title", "category", "closed", "rule",
];
const GOLD_FIELDS = {
  DATE: ["value", "mod"],
  MONEY: ["amount", "amount_min", "amount_max", "currency", "mod"],
  PERCENT: ["value", "value_min", "value_max", "unit", "mod"],
  ORG: ["kind"],
  TITLE: ["title", "category"],
};

/** The row of a document with its corrected mentions; what was found of mentions that are no more goes with them. */
export function correctedRow(row, mentions) {
  const key = ({ start, end, type }) => `${start}-${end}-${type}`;
  const now = new Set(mentions.map(key));
  const lost = new Set(row.mentions.map(key).filter((one) => !now.has(one)));
  const isLost = ({ start, end }, ...types) => types.some((type) => lost.has(key({ start, end, type })));
  const lostOrgs = new Set(row.mentions.filter((one) => one.type === "ORG" && isLost(one, "ORG")).map(({ start }) => start));
  const organisations = row.organisations
    .map((body) => ({
      ...body,
      names: body.names.map((name) => ({ ...name, starts: name.starts.filter((start) => !lostOrgs.has(start)) })).filter((name) => name.starts.length),
    }))
    .filter((body) => body.names.length);
  return {
    ...row,
    mentions,
    organisations: lostOrgs.size ? organisations : row.organisations,
    agreements: row.agreements.filter((one) => !isLost(one, "TITLE")),
    figures: row.figures.filter((one) => !isLost(one, "MONEY", "PERCENT")),
  };
}

/** One row by itself, several as lines. */
export function toJson(rows) {
  return rows.length === 1 ? JSON.stringify(rows[0], null, 1) + "\n" : rows.map((row) => JSON.stringify(row) + "\n").join("");
}

// A spreadsheet would run a cell that begins like a formula; an amount or a percentage with its sign is none.
function cell(value) {
  const text = String(value ?? "");
  const isFormula = /^[=@\t\r]/.test(text) || (/^[+-]/.test(text) && !/^[+-]\d[\d.,]*%?$/.test(text));
  return '"' + (isFormula ? "'" + text : text).replaceAll('"', '""') + '"';
}

export function toCsv(rows) {
  const lines = rows.flatMap((row) => row.mentions.map((mention) => COLUMNS.map((name) => cell(name === "document" ? row.id : mention[name])).join(",")));
  return "\ufeff" + [COLUMNS.join(","), ...lines].join("\r\n") + "\r\n";
}

/** The shape of seeds/*.gold.json, with the text; agreements and short names are left out, because nobody checked them here. */
export function toGold(row, text, currency) {
  const head = { id: row.id, reference_date: row.reference_date, ...(currency ? { default_currency: currency } : {}), text };
  const mentions = row.mentions.map((mention) => {
    const fields = GOLD_FIELDS[mention.type].filter((name) => mention[name] !== undefined).map((name) => [name, mention[name]]);
    const { start, end, type, text: written } = mention;
    return { start, end, type, text: written, ...Object.fromEntries(fields) };
  });
  return { ...head, mentions };
}

/** One document with a line for each mention; several with a line for each document. */
export function writeGold(documents) {
  if (documents.length > 1) return documents.map((document) => JSON.stringify(document) + "\n").join("");
  const { mentions, ...head } = documents[0];
  const lines = mentions.map((mention) => "  " + JSON.stringify(mention));
  const opened = JSON.stringify(head, null, 1).replace(/\n}$/, "");
  return `${opened},\n "mentions": [${lines.length ? "\n" + lines.join(",\n") + "\n " : ""}]\n}\n`;
}

/** Save a text or a blob. */
export function save(content, name, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
