import parse from 'spdx-expression-parse'

/** True for an SPDX licence expression, and for npm's two words for what SPDX cannot name. */
export function isLicense(text: string): boolean {
  if (text === 'UNLICENSED' || /^SEE LICEN[CS]E IN [^\p{Cc}]{1,150}$/u.test(text)) return true
  try {
    parse(text)
    return true
  } catch {
    return false
  }
}
