import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { digest } from './digest.js'
import { render } from './render.js'

export { digest, render }

const sample = fileURLToPath(new URL('../sample/orders.csv', import.meta.url))

/** `waybill run sales-digest -- [FILE.csv] [--top N] [--currency CODE]` */
export async function run({ args, write, load }) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      top: { type: 'string', default: '5' },
      currency: { type: 'string', default: 'EUR' },
    },
  })
  const csv = await load('csv-tables')
  const { createReport } = await load('markdown-report')
  const records = csv.toRecords(csv.parseCsv(await readFile(positionals[0] ?? sample, 'utf8')))
  const facts = digest(records, csv)
  write(render(facts, { createReport, top: Number(values.top), currency: values.currency }))
}
