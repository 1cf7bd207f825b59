import { printable } from './text.ts'

/**
 * Lines of a table with aligned columns, two spaces between them; the last column is cut to `width` characters (of a
 * terminal) where there is one. Cells are made printable.
 */
export function table(rows: readonly (readonly string[])[], width?: number): string[] {
  const cells = rows.map((row) => row.map(printable))
  const widths: number[] = []
  for (const row of cells)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length)
  return cells.map((row) => {
    const line = row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
    return width !== undefined && line.length > width ? `${line.slice(0, Math.max(1, width - 1))}…` : line
  })
}

/** Lines of names and values, for one thing: the names aligned and indented; undefined values are left out. */
export function facts(rows: readonly (readonly [name: string, value: string | undefined])[]): string[] {
  return table(rows.flatMap(([name, value]) => (value ? [[`  ${name}`, value]] : [])))
}
