/**
 * True when `a` becomes `b` by at most `most` insertions, deletions, substitutions or swaps of neighbours, each place
 * changed once (optimal string alignment distance). Only the cells near the diagonal are looked at, and none after a row
 * in which all are over `most`.
 */
export function isWithin(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = new Array<number>(b.length + 1).fill(most + 1)
    if (i <= most) row[0] = i
    let least = row[0] ?? most + 1
    for (let j = Math.max(1, i - most); j <= Math.min(b.length, i + most); j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let value = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, at(before, j - 2) + 1)
      row[j] = value
      least = Math.min(least, value)
    }
    // A swap reaches back two rows, from a cell that is one cheaper than what it leads to.
    if (least > most && Math.min(...last) >= most) return false
    before = last
    last = row
  }
  return at(last, b.length) <= most
}

const at = (row: readonly number[], index: number) => row[index] ?? Infinity
