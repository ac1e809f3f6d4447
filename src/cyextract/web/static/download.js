// What leaves the page: the row as JSON, a table as CSV, and gold for `cyextract eval`.
const COLUMNS = [
  "type", "start", "end", "text", "canonical", "value", "mod", "granularity", "first_day", "last_day", "amount", "amount_min", "amount_max",
  "currency", "currency_stated", "per", "value_min", "value_max", "unit", "name", "kind", "full_name", "title", "category", "closed", "rule",
];
const GOLD_FIELDS = {
  DATE: ["value", "mod"],
  MONEY: ["amount", "amount_min", "amount_max", "currency", "mod"],
  PERCENT: ["value", "value_min", "value_max", "unit", "mod"],
  ORG: ["kind"],
  TITLE: ["title", "category"],
};

export function toJson(row, mentions) {
  return JSON.stringify({ ...row, mentions }, null, 1) + "\n";
}

// A spreadsheet would run a cell that begins like a formula; an amount or a percentage with its sign is none.
function cell(value) {
  const text = String(value ?? "");
  const isFormula = /^[=@\t\r]/.test(text) || (/^[+-]/.test(text) && !/^[+-]\d[\d.,]*%?$/.test(text));
  return '"' + (isFormula ? "'" + text : text).replaceAll('"', '""') + '"';
}

export function toCsv(mentions) {
  const lines = [COLUMNS.join(","), ...mentions.map((mention) => COLUMNS.map((name) => cell(mention[name])).join(","))];
  return "\ufeff" + lines.join("\r\n") + "\r\n";
}

/** The shape of seeds/*.gold.json, with the text; agreements and short names are left out, because nobody checked them here. */
export function toGold(row, text, mentions, currency) {
  const head = { id: row.id, reference_date: row.reference_date, ...(currency ? { default_currency: currency } : {}), text };
  const lines = mentions.map((mention) => {
    const fields = GOLD_FIELDS[mention.type].filter((name) => mention[name] !== undefined).map((name) => [name, mention[name]]);
    const { start, end, type, text: written } = mention;
    return "  " + JSON.stringify({ start, end, type, text: written, ...Object.fromEntries(fields) });
  });
  const opened = JSON.stringify(head, null, 1).replace(/\n}$/, "");
  return `${opened},\n "mentions": [${lines.length ? "\n" + lines.join(",\n") + "\n " : ""}]\n}\n`;
}

export function save(content, name, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
