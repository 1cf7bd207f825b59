import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testCommand } from '../test/waybill.ts'

const examples = join(import.meta.dirname, '../../../../examples')

test('the example plugins install from artifacts, find each other where they lie, and run', async () => {
  const { run, folder } = await testCommand()
  const files: string[] = []
  for (const [name, format] of [
    ['csv-tables', 'tar.gz'],
    ['markdown-report', 'zip'],
    ['sales-digest', 'tar.gz'],
  ] as const)
    files.push((await run(['pack', join(examples, name), '--format', format, '--json'])).json().file)
  const installed = await run(['install', ...files, '--json'])
  expect(installed.status, installed.stderr).toBe(0)
  expect(
    installed
      .json()
      .installed.map(({ name }: { name: string }) => name)
      .sort(),
  ).toEqual(['csv-tables', 'markdown-report', 'sales-digest'])
  expect(installed.stderr).toContain('nobody vouches')
  const listed = (await run(['list', '--json'])).json()
  expect(listed.plugins[0]).toMatchObject({
    name: 'csv-tables',
    version: '1.0.0',
    trust: 'unsigned',
    registry: null,
  })
  const digest = await run(['run', 'sales-digest'])
  expect(digest.stdout).toMatch(/^# Sales, 2026-01-05 to 2026-01-31\n/)
  expect(digest.stdout).toContain('| Desk lamp ')

  await writeFile(
    join(folder, 'my.csv'),
    'date,region,product,quantity,unit_price\r\n2026-03-02,North,"Tea, green",2,4.50\r\n',
  )
  const own = (await run(['run', 'sales-digest', '--json', '--', 'my.csv', '--currency', 'NOK'])).json()
  expect(own.name).toBe('sales-digest')
  expect(own.output).toMatch(/Tea, green +\| +2 \| +NOK\s9 /)
  expect((await run(['run', 'markdown-report', 'my.csv', 'Tea'])).stdout).toContain('| Tea, green |')
  expect(await run(['run', 'csv-tables'])).toMatchObject({ status: 2 })
  const failed = await run(['run', 'sales-digest', 'none.csv'])
  expect([failed.status, failed.stderr]).toEqual([1, expect.stringContaining('sales-digest failed: ENOENT')])

  const tampered = join((await run(['list', '--json'])).json().plugins[0].path, 'src/index.js')
  await writeFile(tampered, 'export {}')
  const verified = await run(['verify', '--json'])
  expect(verified.status).toBe(3)
  expect(verified.json()).toMatchObject({
    ok: false,
    findings: expect.arrayContaining([expect.objectContaining({ name: 'csv-tables', severity: 'problem' })]),
  })
  expect((await run(['verify', 'csv-tables'])).stderr).toMatch(/^error: 1 problem with csv-tables/)
})

interface Csv {
  parseCsv: (text: string) => string[][]
  formatCsv: (rows: string[][]) => string
}

test('csv-tables reads what it writes, and reads as RFC 4180 has it', async () => {
  const { parseCsv, formatCsv } = (await import(join(examples, 'csv-tables/src/index.js'))) as Csv
  const field = fc.oneof(fc.string(), fc.stringMatching(/^[a",\r\n ]*$/))
  // A row of one empty field is an empty line, which is skipped.
  const rows = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(field, { minLength: width, maxLength: width })))
  fc.assert(fc.property(rows, (table) => void expect(parseCsv(formatCsv(table))).toEqual(table)))
  expect(parseCsv('\uFEFFa,b\n"1\r\n2","say ""hi"""\r\n\r\n,\n')).toEqual([
    ['a', 'b'],
    ['1\r\n2', 'say "hi"'],
    ['', ''],
  ])
  expect(() => parseCsv('a,b\n1\n')).toThrow('line 2: 1 fields where the first row has 2')
  expect(() => parseCsv('a\n"b')).toThrow('line 2: a quote that is never closed')
  expect(() => parseCsv('"a"b')).toThrow('text after a closing quote')
  expect(() => parseCsv('a"b')).toThrow('inside a field')
})
