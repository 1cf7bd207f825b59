/** Writes rows as CSV (RFC 4180): lines end in CRLF, fields are quoted where they must be. */
export function formatCsv(rows, { separator = ',' } = {}) {
  return rows.map((row) => `${row.map((field) => formatField(field, separator)).join(separator)}\r\n`).join('')
}

function formatField(field, separator) {
  const text = String(field ?? '')
  const mustQuote = text.includes(separator) || /["\r\n]/.test(text)
  return mustQuote ? `"${text.replaceAll('"', '""')}"` : text
}
