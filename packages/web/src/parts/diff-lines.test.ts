import { describe, expect, it } from 'vitest'
import { diffLines, firstLines, visiblePieces } from './diff-lines.ts'

describe('diffLines', () => {
  it('numbers both sides', () => {
    const hunk = {
      oldStart: 10,
      newStart: 12,
      lines: [' a', '-b', '+c', '+d', ' e', '\\ No newline at end of file'],
    }
    expect(diffLines(hunk)).toEqual([
      { kind: 'same', text: 'a', before: 10, after: 12 },
      { kind: 'removed', text: 'b', before: 11 },
      { kind: 'added', text: 'c', after: 13 },
      { kind: 'added', text: 'd', after: 14 },
      { kind: 'same', text: 'e', before: 12, after: 15 },
      { kind: 'note', text: 'No newline at end of file' },
    ])
  })
  it('begins a new file at its line 1', () => {
    expect(diffLines({ oldStart: 0, newStart: 1, lines: ['+a'] })).toEqual([
      { kind: 'added', text: 'a', after: 1 },
    ])
  })
})

describe('firstLines', () => {
  const hunks = [
    { oldStart: 1, newStart: 1, lines: [' a', ' b'] },
    { oldStart: 9, newStart: 9, lines: [' i', ' j'] },
  ]
  it('ends within a hunk', () => {
    expect(firstLines(hunks, 3).map(({ lines }) => lines.map(({ text }) => text))).toEqual([
      ['a', 'b'],
      ['i'],
    ])
  })
  it('leaves out hunks that are not reached', () => {
    expect(firstLines(hunks, 2)).toHaveLength(1)
  })
})

describe('visiblePieces', () => {
  it('writes out what hides after a letter', () => {
    expect(visiblePieces('a\ufe00\u{e0100}\u200b').filter(({ isUnseen }) => isUnseen)).toHaveLength(3)
  })
  it('writes out what would hide the order of a line', () => {
    expect(visiblePieces('a\u202eb\tc')).toEqual([
      { text: 'a', isUnseen: false },
      { text: 'U+202E', isUnseen: true },
      { text: 'b\tc', isUnseen: false },
    ])
  })
  it('leaves letters of all languages and pictures alone', () => {
    for (const text of ['Grüße, 日本語 עברית', '🎉 ok ❤️ 👩‍💻'])
      expect(visiblePieces(text)).toEqual([{ text, isUnseen: false }])
  })
})
