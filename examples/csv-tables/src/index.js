export { CsvError, parseCsv } from './parse.js'
export { formatCsv } from './format.js'
export { column, groupBy, toRecords } from './records.js'
