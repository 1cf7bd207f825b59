import { CsvError } from './parse.js'

/** Rows as objects, by the names in the first row. Throws CsvError for a name that occurs twice. */
export function toRecords(rows) {
  const [names = [], ...rest] = rows
  const twice = names.find((name, position) => names.indexOf(name) !== position)
  if (twice !== undefined) throw new CsvError(`the column “${twice}” occurs twice`, 1)
  return rest.map((row) => Object.fromEntries(names.map((name, position) => [name, row[position]])))
}

/** Records by the value of a column, or of a function of the record, in order of appearance. */
export function groupBy(records, key) {
  const keyOf = typeof key === 'function' ? key : (record) => record[key]
  return Map.groupBy(records, keyOf)
}

/** A column's numbers. Throws CsvError for text that is no number. */
export function column(records, name) {
  return records.map((record, position) => {
    const text = record[name]?.trim()
    const value = Number(text)
    if (text && Number.isFinite(value)) return value
    throw new CsvError(`record ${position + 1}: “${name}” is “${record[name] ?? ''}”, which is no number`)
  })
}
