import { readFile, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

/** Prints a table with the machine it was measured on; with `--write`, also puts it between its marks in README.md. */
export async function writeTable(
  mark: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const table = [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
  const memory = Math.round(totalmem() / 2 ** 30).toLocaleString('en')
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${memory} GiB, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`
  console.log(`${table}\n\n${machine}`)
  if (!process.argv.includes('--write')) return
  const readme = join(import.meta.dirname, 'README.md')
  const text = await readFile(readme, 'utf8')
  const between = new RegExp(`<!-- ${mark} -->[^]*?<!-- end -->`)
  const filled = `<!-- ${mark} -->\n${table}\n\nMeasured on ${machine}.\n<!-- end -->`
  await writeFile(
    readme,
    text.replace(between, () => filled),
  )
}
