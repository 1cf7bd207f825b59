import { describe, expect, test } from 'vitest'
import { latestVersion, parseRequirement, parseVersion, satisfies } from './versions.ts'

describe('versions', () => {
  test.each(['0.0.0', '1.2.3', '1.2.3-beta.1'])('%s is one', (version) =>
    expect(parseVersion(version)).toBe(version),
  )
  test.each([
    '',
    '1',
    '1.2',
    'v1.2.3',
    '1.2.3+build',
    ' 1.2.3',
    '01.2.3',
    '1.2.3-',
    `1.0.0-${'a'.repeat(300)}`,
  ])('%j is none', (version) => {
    expect(() => parseVersion(version)).toThrowError(expect.objectContaining({ code: 'version.invalid' }))
  })

  test.each(['^1.2.0', '~1', '*', '', '>=1 <3 || 5.x', '1.2.3'])('%j is a requirement', (text) =>
    expect(parseRequirement(text)).toBe(text),
  )
  test.each(['latest', 'git+https://x', 'file:../x', 'workspace:*', 'npm:a@1', '^'.repeat(300)])(
    '%j is no requirement',
    (text) => {
      expect(() => parseRequirement(text)).toThrowError(expect.objectContaining({ code: 'version.invalid' }))
    },
  )

  test('pre-releases satisfy only requirements that name one of the same version', () => {
    expect(satisfies('2.0.0-beta.1', '^2.0.0')).toBe(false)
    expect(satisfies('2.0.0-beta.2', '^2.0.0-beta.1')).toBe(true)
  })

  test('the latest is the highest release that is not yanked', () => {
    expect(
      latestVersion([
        { version: '1.0.0' },
        { version: '1.10.0' },
        { version: '1.9.0' },
        { version: '2.0.0-rc.1' },
      ]),
    ).toBe('1.10.0')
    expect(latestVersion([{ version: '1.0.0' }, { version: '2.0.0', yanked: { reason: 'x' } }])).toBe('1.0.0')
    expect(latestVersion([{ version: '1.0.0-a' }, { version: '1.0.0-b' }])).toBe('1.0.0-b')
    expect(latestVersion([])).toBeUndefined()
  })
})
