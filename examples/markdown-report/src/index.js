import { readFile } from 'node:fs/promises'
import { barChart } from './chart.js'
import { markdownTable } from './table.js'

export { barChart, markdownTable }

/** A report that is put together part by part; `toString` gives the Markdown. */
export function createReport(title) {
  const parts = [`# ${title}`]
  return {
    heading(text) {
      parts.push(`## ${text}`)
      return this
    },
    text(text) {
      parts.push(text)
      return this
    },
    list(items) {
      parts.push(items.map((item) => `- ${item}`).join('\n'))
      return this
    },
    table(rows, options) {
      parts.push(markdownTable(rows, options))
      return this
    },
    chart(bars, options) {
      parts.push(barChart(bars, options))
      return this
    },
    toString: () => `${parts.join('\n\n')}\n`,
  }
}

/** `waybill run markdown-report -- FILE.csv [TITLE]`: a CSV file as a Markdown table. */
export async function run({ args, write, load }) {
  const [file, title = file] = args
  if (!file) throw new Error('name a CSV file: waybill run markdown-report -- people.csv "People by city"')
  const { parseCsv } = await load('csv-tables')
  const rows = parseCsv(await readFile(file, 'utf8'))
  const numeric = (rows[0] ?? []).flatMap((_, column) =>
    rows.slice(1).every((row) => row[column] !== '' && Number.isFinite(Number(row[column]))) ? [column] : [],
  )
  write(createReport(title).table(rows, { right: numeric }).toString())
}
