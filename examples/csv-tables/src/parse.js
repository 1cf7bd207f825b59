/** Something in a CSV text is not as RFC 4180 has it; `line` says where (from 1). */
export class CsvError extends Error {
  constructor(message, line) {
    super(line === undefined ? message : `line ${line}: ${message}`)
    this.name = 'CsvError'
    this.line = line
  }
}

/**
 * Parses CSV (RFC 4180) into rows of strings. Lines may end in CRLF or LF; a byte order mark and empty lines are skipped.
 * Throws CsvError for a broken quote, and for a row that has more or fewer fields than the first.
 */
export function parseCsv(text, { separator = ',' } = {}) {
  const rows = []
  let row = []
  let at = text.startsWith('\uFEFF') ? 1 : 0
  let line = 1
  while (at < text.length) {
    const rowLine = line
    const field = text[at] === '"' ? quotedField(text, at, line) : plainField(text, at, separator, line)
    row.push(field.value)
    at = field.end
    line += field.breaks
    if (text.startsWith(separator, at)) {
      at += separator.length
      // A separator at the very end still has an empty field after it.
      if (at < text.length) continue
      row.push('')
    } else if (at < text.length && !/[\r\n]/.test(text[at])) {
      throw new CsvError('text after a closing quote', line)
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++
    at++
    line++
    finishRow(rows, row, rowLine)
    row = []
  }
  return rows
}

function plainField(text, start, separator, line) {
  let end = start
  while (end < text.length && !text.startsWith(separator, end) && text[end] !== '\n' && text[end] !== '\r') {
    if (text[end] === '"') throw new CsvError('a quote inside a field that is not quoted', line)
    end++
  }
  return { value: text.slice(start, end), end, breaks: 0 }
}

function quotedField(text, start, line) {
  let value = ''
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at)
    if (quote < 0) throw new CsvError('a quote that is never closed', line)
    value += text.slice(at, quote)
    if (text[quote + 1] !== '"') return { value, end: quote + 1, breaks: value.split('\n').length - 1 }
    value += '"'
    at = quote + 2
  }
}

function finishRow(rows, row, line) {
  if (row.length === 1 && row[0] === '') return
  if (rows[0] && row.length !== rows[0].length)
    throw new CsvError(`${row.length} fields where the first row has ${rows[0].length}`, line)
  rows.push(row)
}
