import type { Database } from '../platform/database/index.ts'
import { likeliestWord } from './correct.ts'
import { matchingPackages, unknownTokens, type Matches } from './store/match.ts'
import { readWords, type Words } from './words.ts'

export interface Finding extends Matches {
  /** What was searched for instead, as the words found nothing. */
  readonly corrected: string | null
}

/** Names that are spelled alike are wanted too when words find fewer. */
const alikeBelow = 5
/** Packages that have some of the words are given too when fewer have all of them. */
const few = 5
/** What having some of the words is worth beside having all. */
const someShare = 0.62

const nothing: Matches = {
  ids: new Float64Array(),
  scores: new Float32Array(),
  isComplete: true,
  byWords: 0,
}

/**
 * Packages that fit what was typed. Where the words find nothing, those of them that nobody uses are replaced by the
 * likeliest ones and `corrected` says so. Where few packages have all words, those that have some follow.
 */
export async function findPackages(
  database: Database,
  words: Words,
  among?: readonly number[],
): Promise<Finding> {
  if (words.tokens.length === 0) return { ...nothing, corrected: null }
  const match = ({ whole, tokens }: Words, any = false) =>
    matchingPackages(database, { whole, tokens, any, alikeBelow, ...(among ? { among } : {}) })
  const typed = await match(words)
  if (typed.byWords > 0)
    return { ...(typed.byWords < few ? await withSome(words, typed) : typed), corrected: null }
  const corrected = await correct(database, words)
  if (corrected) {
    const instead = await match(corrected)
    if (instead.byWords > 0) return { ...instead, corrected: corrected.tokens.join(' ') }
  }
  return { ...(await withSome(corrected ?? words, typed)), corrected: null }

  /** Those that have some of the words, after those that have all of them. */
  async function withSome(wanted: Words, all: Matches): Promise<Matches> {
    if (wanted.tokens.length < 2) return all
    const some = await match(wanted, true)
    const scores = new Map([...some.ids].map((id, i) => [id, (some.scores[i] ?? 0) * someShare]))
    all.ids.forEach((id, i) => scores.set(id, Math.max(scores.get(id) ?? 0, all.scores[i] ?? 0)))
    return {
      ids: Float64Array.from(scores.keys()),
      scores: Float32Array.from(scores.values()),
      isComplete: some.isComplete,
      byWords: all.byWords,
    }
  }
}

async function correct(database: Database, words: Words): Promise<Words | undefined> {
  const unknown = await unknownTokens(database, words.tokens)
  const instead = new Map(
    unknown.map(({ token, spellings }) => [token, likeliestWord(token, spellings) ?? token]),
  )
  const text = words.tokens.map((token) => instead.get(token) ?? token).join(' ')
  return text === words.tokens.join(' ') ? undefined : readWords(text)
}
