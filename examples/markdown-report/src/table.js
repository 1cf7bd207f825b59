/**
 * A table in GitHub's Markdown, aligned for reading as text. The first row is the head; `right` lists columns (from 0)
 * that are set flush right, as numbers should be.
 */
export function markdownTable(rows, { right = [] } = {}) {
  const cells = rows.map((row) => row.map(escapeCell))
  const widths = (cells[0] ?? []).map((_, column) => Math.max(3, ...cells.map((row) => lengthOf(row[column] ?? ''))))
  const isRight = (column) => right.includes(column)
  const line = (row) => `| ${widths.map((width, column) => pad(row[column] ?? '', width, isRight(column))).join(' | ')} |`
  const rule = widths.map((width, column) => (isRight(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  const [head = [], ...body] = cells
  return [line(head), line(rule), ...body.map(line)].join('\n')
}

function escapeCell(cell) {
  return String(cell ?? '')
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll(/\r?\n/g, '<br>')
}

const graphemes = new Intl.Segmenter()

/** What a reader counts as characters. */
function lengthOf(text) {
  return [...graphemes.segment(text)].length
}

function pad(text, width, isRight) {
  const space = ' '.repeat(Math.max(0, width - lengthOf(text)))
  return isRight ? space + text : text + space
}
