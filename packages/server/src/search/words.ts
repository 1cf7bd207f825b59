/** Most characters of a search that count, and most words of it. */
const mostCharacters = 200
const mostWords = 8
const mostOfWord = 40

/** Words so common that they say nothing beside others. */
const filler = new Set(
  (
    'a about all am an and any are as at be been but by can could do does for from get had has have how i if in into is ' +
    'it its like me more my no not of on or our so some that the their them then there these they this to up use using ' +
    'want was we were what when where which who will with would you your'
  ).split(' '),
)

/** What somebody searches for, parsed: nothing in it is an operator of the database. */
export interface Words {
  /** The whole, tidied: one space between words, lower case. */
  readonly whole: string
  readonly tokens: readonly string[]
}

/** Reads a search. Gives undefined for an empty one; signs alone give no tokens, and find nothing. */
export function readWords(q: string): Words | undefined {
  const tidy = [...q.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()]
    .slice(0, mostCharacters)
    .join('')
    .trim()
  if (tidy === '') return undefined
  const all = (tidy.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).map((word) =>
    [...word].slice(0, mostOfWord).join(''),
  )
  const telling = all.filter((word) => !filler.has(word))
  return { whole: tidy, tokens: [...new Set(telling.length > 0 ? telling : all)].slice(0, mostWords) }
}

/** The tokens as text for PostgreSQL's to_tsquery: all of them, or any; longer ones also as the beginning of words. */
export function tsquery(tokens: readonly string[], combine: 'all' | 'any' = 'all'): string {
  return tokens
    .map((token) => (token.length > 2 ? `'${token}':*` : `'${token}'`))
    .join(combine === 'all' ? ' & ' : ' | ')
}

/** The tokens as whole words of a name or title, all of them. */
export function wholeWords(tokens: readonly string[]): string {
  return tokens.map((token) => `'${token}':A`).join(' & ')
}
