import { bytesSource, defaultArchiveLimits } from '@waybill/core/archive'
import { parseManifest } from '@waybill/core/manifest'
import { packFiles } from '@waybill/testkit/publisher'
import { runChecks, type CheckResult, type CheckSubject } from '../index.ts'

type Files = Record<string, string | Uint8Array>

export const head = '[package]\nname = "weather-report"\nversion = "1.2.0"\n'
export const goodManifest = `${head}description = "Shows the weather"\nlicense = "MIT"\ncategory = "tools"\n`
const prose = 'It shows the weather of the place where you are, and that of five days to come. '

/** Files that pass every check. */
export const goodFiles: Files = {
  'plugin.toml': goodManifest,
  'index.js': 'export const sunny = true\n',
  'README.md': `# Weather\n\n${prose.repeat(4)}\n`,
  LICENSE: 'MIT',
  'CHANGELOG.md': '# 1.2.0\n\n- Rain\n',
}

export async function subjectOf(
  files: Files = goodFiles,
  change: Partial<CheckSubject> = {},
): Promise<CheckSubject> {
  return subjectOfBytes(await packFiles(files), change)
}

export function subjectOfBytes(bytes: Uint8Array, change: Partial<CheckSubject> = {}): CheckSubject {
  return {
    source: bytesSource(bytes),
    format: 'tar.gz',
    size: bytes.length,
    verifySignature: async () => undefined,
    listing: {
      name: 'weather-report',
      version: '1.2.0',
      description: 'Shows the weather',
      category: 'tools',
      tags: [],
      screenshots: [],
      documentation: '',
    },
    releaseNotes: undefined,
    previous: undefined,
    otherNames: async () => [],
    publisher: 'acme',
    categories: ['tools', 'games'],
    limits: { ...defaultArchiveLimits, readmeBytes: 1024 * 1024 },
    requirements: { testing: false, documentation: false, security: false },
    runTests: undefined,
    ...change,
  }
}

/** The last published version, by its manifest. */
export function previousOf(toml: string): NonNullable<CheckSubject['previous']> {
  const manifest = parseManifest('plugin.toml', Buffer.from(toml))
  return { version: manifest.version, manifest }
}

/** The result of one check of a submission. */
export async function resultOf(id: string, subject: CheckSubject): Promise<CheckResult> {
  const result = (await runChecks(subject)).find((each) => each.id === id)
  if (!result) throw new Error(`there is no check ${id}`)
  return result
}
