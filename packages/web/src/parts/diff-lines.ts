/** A run of lines of a comparison, as the registry gives it: each line begins with `+`, `-` or a space. */
export interface DiffHunk {
  readonly oldStart: number
  readonly newStart: number
  readonly lines: readonly string[]
}

/** One line of a comparison. A line that went has no number in the newer file, one that came none in the older. */
export interface DiffLine {
  /** `note` is a remark of the comparison itself, such as a missing line end. */
  readonly kind: 'added' | 'removed' | 'same' | 'note'
  readonly text: string
  readonly before?: number
  readonly after?: number
}

/** The lines of a hunk with their numbers on both sides, counted from 1. */
export function diffLines({ oldStart, newStart, lines }: DiffHunk): DiffLine[] {
  let before = Math.max(1, oldStart)
  let after = Math.max(1, newStart)
  return lines.map((line): DiffLine => {
    const text = line.slice(1)
    switch (line.charAt(0)) {
      case '+':
        return { kind: 'added', text, after: after++ }
      case '-':
        return { kind: 'removed', text, before: before++ }
      case '\\':
        return { kind: 'note', text: text.trim() }
      default:
        return { kind: 'same', text, before: before++, after: after++ }
    }
  })
}

/** The first `most` lines of the hunks, with their numbers; a hunk of which nothing is left is left out. */
export function firstLines(
  hunks: readonly DiffHunk[],
  most: number,
): { hunk: DiffHunk; lines: DiffLine[] }[] {
  let left = most
  return hunks.flatMap((hunk) => {
    const lines = diffLines(hunk).slice(0, left)
    left -= lines.length
    return lines.length > 0 ? [{ hunk, lines }] : []
  })
}

/**
 * Characters that are not seen, or that change the order in which others are seen (“Trojan Source”, CVE-2021-42574).
 * Those that belong to an emoji before them stay.
 */
const unseen =
  /((?!\t)\p{Cc}|(?![\ufe0f\u200d])\p{Default_Ignorable_Code_Point}|(?<!\p{Emoji})\ufe0f|(?<![\p{Emoji}\ufe0f])\u200d|[\u2028\u2029\ufff9-\ufffb])/u

/** A text in pieces: what can be read as it is, and by its code (`U+202E`) what cannot be seen. */
export function visiblePieces(text: string): { text: string; isUnseen: boolean }[] {
  return text
    .split(unseen)
    .map((piece, place) => ({ text: place % 2 === 0 ? piece : codeOf(piece), isUnseen: place % 2 === 1 }))
    .filter((piece) => piece.text !== '')
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
