import type { Database } from '../platform/database/index.ts'
import { likeliestWord } from './correct.ts'
import { matchingPackages, unknownTokens, type Matches } from './store/match.ts'
import { readWords, tsquery, type Words } from './words.ts'

export interface Finding extends Matches {
  /** What was searched for instead, as the words found nothing. */
  readonly corrected: string | null
}

/** Names that are spelled alike are wanted too when words find fewer. */
const alikeBelow = 5

const nothing: Matches = {
  ids: new Float64Array(),
  scores: new Float32Array(),
  isComplete: true,
  byWords: 0,
}

/**
 * Packages that fit what was typed. Where the words find nothing, those of them that nobody uses are replaced by the
 * likeliest ones and `corrected` says so; where that finds nothing either, packages whose name looks alike are given, or
 * such that have some of the words.
 */
export async function findPackages(
  database: Database,
  words: Words,
  among?: readonly number[],
): Promise<Finding> {
  if (words.tokens.length === 0) return { ...nothing, corrected: null }
  const match = ({ whole, tokens }: Words, combine?: 'any') =>
    matchingPackages(database, {
      whole,
      tsquery: tsquery(tokens, combine),
      alikeBelow,
      ...(among ? { among } : {}),
    })
  const typed = await match(words)
  if (typed.byWords > 0) return { ...typed, corrected: null }
  const corrected = await correct(database, words)
  if (corrected) {
    const instead = await match(corrected)
    if (instead.byWords > 0) return { ...instead, corrected: corrected.tokens.join(' ') }
  }
  if (typed.ids.length > 0 || words.tokens.length < 2) return { ...typed, corrected: null }
  return { ...(await match(words, 'any')), corrected: null }
}

async function correct(database: Database, words: Words): Promise<Words | undefined> {
  const unknown = await unknownTokens(database, words.tokens)
  const instead = new Map(
    unknown.map(({ token, spellings }) => [token, likeliestWord(token, spellings) ?? token]),
  )
  const text = words.tokens.map((token) => instead.get(token) ?? token).join(' ')
  return text === words.tokens.join(' ') ? undefined : readWords(text)
}
