/** The word of the spellings that is most like the token; undefined when none is like it. */
export function likeliestWord(token: string, spellings: readonly string[]): string | undefined {
  const words = new Map<string, number>()
  for (const spelling of spellings)
    for (const word of spelling.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [])
      if (!words.has(word)) words.set(word, likeness(token, word))
  const [best] = [...words].sort(([, a], [, b]) => b - a)
  return best && best[1] >= 0.5 ? best[0] : undefined
}

/** 1 for the same, less by each letter that differs or stands elsewhere; a swap of neighbours counts as one. */
export function likeness(a: string, b: string): number {
  return 1 - distance([...a], [...b]) / Math.max(a.length, b.length)
}

/** Optimal string alignment distance (Damerau and Levenshtein, without edits inside a swap). */
function distance(a: readonly string[], b: readonly string[]): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      row.push(least)
    }
    before = above
    above = row
  }
  return above[b.length] ?? 0
}
