import { describe, expect, test } from 'vitest'
import { WaybillError } from '@waybill/core/errors'
import { packFiles } from '@waybill/testkit/publisher'
import { checkList, runChecks, type CheckSubject, type TestRunner } from './index.ts'
import {
  goodFiles,
  goodManifest,
  head,
  previousOf,
  resultOf,
  subjectOf,
  subjectOfBytes,
} from './test/subject.ts'

const statuses = async (subject: CheckSubject) =>
  Object.fromEntries((await runChecks(subject)).map(({ id, status }) => [id, status]))
const listing = async (change: Partial<CheckSubject['listing']>) => ({
  ...(await subjectOf()).listing,
  ...change,
})
const strict = { testing: true, documentation: true, security: true }
const without = (...files: string[]) =>
  Object.fromEntries(Object.entries(goodFiles).filter(([file]) => !files.includes(file)))

describe('a run', () => {
  test('does every check in the order of the list, and tells of each as it is done', async () => {
    const heard: [string, number, number][] = []
    const results = await runChecks(
      await subjectOf(),
      ({ id }, index, total) => void heard.push([id, index, total]),
    )
    expect(results.map(({ id, title }) => ({ id, title }))).toEqual(checkList)
    expect(heard).toEqual(checkList.map(({ id }, index) => [id, index, checkList.length]))
    const others = results.filter(({ id }) => id !== 'tests')
    expect(
      others.map(({ status }) => status),
      JSON.stringify(others),
    ).toEqual(others.map(() => 'pass'))
  })

  test('goes on when a check cannot be done, and says so without details of the inside', async () => {
    const subject = await subjectOf(goodFiles, {
      otherNames: () => Promise.reject(new TypeError('undefined is not at /srv/secret/store.ts')),
      verifySignature: () =>
        Promise.reject(new WaybillError('database.unavailable', 'The database does not answer.')),
    })
    const results = await runChecks(subject)
    expect(results).toHaveLength(checkList.length)
    const byId = Object.fromEntries(results.map((each) => [each.id, each]))
    expect(byId['look-alike']).toMatchObject({ status: 'error', evidence: [] })
    expect(JSON.stringify(byId['look-alike'])).not.toMatch(/secret|undefined/)
    expect(byId.signature).toMatchObject({ status: 'error', summary: expect.stringContaining('database') })
    expect(byId.permissions?.status).toBe('pass')
  })

  test('of an archive that is refused judges the rest as not done', async () => {
    const subject = subjectOfBytes(Buffer.from('this is no archive'))
    expect(await statuses(subject)).toEqual({
      archive: 'fail',
      manifest: 'error',
      signature: 'pass',
      size: 'error',
      'look-alike': 'pass',
      license: 'error',
      readme: 'error',
      changelog: 'error',
      screenshots: 'pass',
      'native-binaries': 'error',
      permissions: 'error',
      tests: 'error',
    })
    expect((await resultOf('readme', subject)).summary).toContain('because the archive was refused')
  })

  test('of a source that cannot be read is an error, not a refusal', async () => {
    const source = { size: 1000, read: () => Promise.reject(new Error('EIO')) }
    const all = await statuses(await subjectOf(goodFiles, { source }))
    expect(all).toMatchObject({ archive: 'error', manifest: 'error', size: 'error', permissions: 'error' })
  })

  test('bounds what it shows, and shows no characters that could deceive', async () => {
    const many = Array.from({ length: 80 }, (_, i) => [`f${i}.js`, `fetch("\u202e${'x'.repeat(5000)}")`])
    const { evidence } = await resultOf(
      'permissions',
      await subjectOf({ ...goodFiles, ...Object.fromEntries(many) }),
    )
    expect(evidence.length).toBeGreaterThan(5)
    expect(evidence.length).toBeLessThanOrEqual(50)
    for (const { text } of evidence) expect(text.length).toBeLessThanOrEqual(300)
    expect(JSON.stringify(evidence)).not.toContain('\u202e')
  })

  test('ends when it is cancelled', async () => {
    const controller = new AbortController()
    const run = runChecks(await subjectOf(goodFiles, { signal: controller.signal }), () => controller.abort())
    await expect(run).rejects.toMatchObject({ code: 'operation.cancelled' })
  })
})

describe('archive', () => {
  test('names the entry that was refused', async () => {
    const bytes = await packFiles({ ...goodFiles, 'folder/evil.js': 'x' })
    const { gunzipSync, gzipSync } = await import('node:zlib')
    const tar = gunzipSync(bytes)
    const at = tar.indexOf('folder/evil.js')
    tar[at + 156] = 0x32
    let sum = 256
    for (let i = 0; i < 512; i++) if (i < 148 || i >= 156) sum += tar[at + i]!
    tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148)
    const result = await resultOf('archive', subjectOfBytes(gzipSync(tar)))
    expect(result.status).toBe('fail')
    expect(JSON.stringify(result)).toContain('folder/evil.js')
  })
})

describe('manifest', () => {
  const status = async (manifest: string, change: Partial<CheckSubject> = {}) =>
    resultOf('manifest', await subjectOf({ ...goodFiles, 'plugin.toml': manifest }, change))

  test('that is missing or not valid fails, and what needs it says so', async () => {
    expect((await status('[package\n')).summary).toContain('line')
    expect(await resultOf('manifest', await subjectOf(without('plugin.toml')))).toMatchObject({
      status: 'fail',
    })
    const all = await statuses(await subjectOf(without('plugin.toml')))
    expect(all).toMatchObject({ archive: 'pass', manifest: 'fail', license: 'error', permissions: 'error' })
  })

  test('says the same as the listing, in a category that is known, with a description', async () => {
    for (const change of [{ name: 'other' }, { version: '1.2.1' }, { category: 'games' }])
      expect((await status(goodManifest, { listing: await listing(change) })).status).toBe('fail')
    expect((await status(goodManifest, { categories: ['games'] })).summary).toContain('no category “tools”')
    expect((await status(`${head}category = "tools"\n`)).summary).toContain('description')
  })

  test('says when its version is not newer than the last', async () => {
    for (const [version, expected] of [
      ['1.1.9', 'pass'],
      ['1.2.0-beta.1', 'pass'],
      ['1.2.0', 'warn'],
      ['1.10.0', 'warn'],
    ] as const)
      expect(
        (await status(goodManifest, { previous: previousOf(goodManifest.replace('1.2.0', version)) })).status,
      ).toBe(expected)
  })
})

describe('signature', () => {
  test.each(['signature.missing', 'signature.invalid', 'key.revoked', 'key.unknown'] as const)(
    '%s fails',
    async (code) => {
      const verifySignature = () =>
        Promise.reject(new WaybillError(code, 'It is wrong.', { hint: 'Mend it.' }))
      expect(await resultOf('signature', await subjectOf(goodFiles, { verifySignature }))).toMatchObject({
        status: 'fail',
        summary: 'It is wrong.',
        evidence: [{ text: 'Mend it.' }],
      })
    },
  )
})

describe('size', () => {
  const size = async (change: Partial<CheckSubject['limits']>) => {
    const subject = await subjectOf()
    return resultOf('size', { ...subject, limits: { ...subject.limits, ...change } })
  }
  test('near a limit warns, over it fails', async () => {
    const { size: packed } = await subjectOf()
    expect((await size({})).status).toBe('pass')
    expect((await size({ packedBytes: packed })).status).toBe('warn')
    expect((await size({ packedBytes: packed - 1 })).status).toBe('fail')
    expect((await size({ entries: 6 })).status).toBe('warn')
    expect((await size({ entries: 4 })).status).toBe('fail')
    expect((await size({ unpackedBytes: 100 })).summary).toContain('100')
  })
})

describe('licence', () => {
  const license = async (manifest: string, files = goodFiles, change: Partial<CheckSubject> = {}) =>
    (await resultOf('license', await subjectOf({ ...files, 'plugin.toml': manifest }, change))).status
  test('is named, is in the archive, and stays what it was', async () => {
    expect(await license(goodManifest.replace('MIT', 'MIT OR Apache-2.0'))).toBe('pass')
    expect(await license(goodManifest.replace('MIT', 'UNLICENSED'))).toBe('warn')
    expect(await license(goodManifest.replace('license = "MIT"\n', ''))).toBe('warn')
    expect(await license(goodManifest, without('LICENSE'))).toBe('warn')
    expect(await license(goodManifest, { ...without('LICENSE'), 'COPYING.txt': 'MIT' })).toBe('pass')
    const previous = previousOf(goodManifest.replace('1.2.0', '1.1.0').replace('MIT', 'GPL-3.0-only'))
    expect(await license(goodManifest, goodFiles, { previous })).toBe('warn')
  })
})

describe('README and changelog', () => {
  test('a README says something beside headings; where documentation is required, or it fails', async () => {
    const texts = [
      '# Weather\n',
      `${'# Heading with many words in it, one after the other\n'.repeat(20)}`,
      `<!-- ${'hidden '.repeat(100)} -->`,
      `![${'alt '.repeat(50)}](x.png)`,
    ]
    for (const text of texts) {
      const files = { ...goodFiles, 'README.md': text }
      expect((await resultOf('readme', await subjectOf(files))).status).toBe('warn')
      expect((await resultOf('readme', await subjectOf(files, { requirements: strict }))).status).toBe('fail')
    }
    expect((await resultOf('readme', await subjectOf(without('README.md')))).status).toBe('warn')
    const named = {
      ...without('README.md'),
      'plugin.toml': goodManifest.replace('description', 'readme = "docs/intro.txt"\ndescription'),
      'docs/intro.txt': goodFiles['README.md']!,
    }
    expect((await resultOf('readme', await subjectOf(named))).status).toBe('pass')
  })

  test('a later version is named in a changelog, or has release notes', async () => {
    const previous = previousOf(goodManifest.replace('1.2.0', '1.1.0'))
    const status = async (text: string, change: Partial<CheckSubject> = {}) =>
      (
        await resultOf(
          'changelog',
          await subjectOf({ ...goodFiles, 'CHANGELOG.md': text }, { previous, ...change }),
        )
      ).status
    expect(await status('## v1.2.0 (today)')).toBe('pass')
    expect(await status('It ends with 1.2.0.')).toBe('pass')
    for (const text of ['', '11.2.0', '1.2.01', '1.2.0-beta.1', '1.2.0.1'])
      expect(await status(text), text).toBe('warn')
    expect(await status('', { requirements: strict })).toBe('fail')
    expect(await status('', { releaseNotes: 'Rain.', requirements: strict })).toBe('pass')
    expect(await status('', { previous: undefined })).toBe('pass')
  })
})

describe('native binaries', () => {
  const exe = Buffer.alloc(400)
  exe.write('MZ', 0)
  exe.writeUInt32LE(80, 60)
  exe.write('PE\0\0', 80)
  const elf = Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.alloc(100)])

  test('are listed, and warn where they are unsigned or not declared', async () => {
    const unsigned = await resultOf(
      'native-binaries',
      await subjectOf({ ...goodFiles, 'tool.exe': exe, 'lib/x.so': elf }),
    )
    expect(unsigned.status).toBe('warn')
    expect(unsigned.evidence).toMatchObject([{ file: 'tool.exe' }, { file: 'lib/x.so' }])
    const manifest = `${goodManifest}[permissions]\nnative-code = true\n`
    expect(
      (await resultOf('native-binaries', await subjectOf({ ...goodFiles, 'lib/x.so': elf }))).status,
    ).toBe('warn')
    const declared = await subjectOf({ ...goodFiles, 'plugin.toml': manifest, 'lib/x.so': elf })
    expect(await resultOf('native-binaries', declared)).toMatchObject({
      status: 'pass',
      evidence: [{ file: 'lib/x.so' }],
    })
  })
})

describe('tests', () => {
  const withTests = {
    ...goodFiles,
    'plugin.toml': `${goodManifest}[test]\ncommand = ["node", "--test"]\ntimeout = "5s"\n`,
  }
  const runner = (answer: Partial<Awaited<ReturnType<TestRunner['run']>>>): TestRunner => ({
    name: 'a runner for tests',
    run: async () => ({ exitCode: 0, timedOut: false, output: 'one\ntwo\n', ...answer }),
  })
  const result = async (files: typeof goodFiles, runTests?: TestRunner, testing = false) =>
    resultOf('tests', await subjectOf(files, { runTests, requirements: { ...strict, testing } }))

  test('that were not run never pass, and fail where they are required', async () => {
    expect((await result(goodFiles, runner({}))).status).toBe('warn')
    expect((await result(goodFiles, runner({}), true)).status).toBe('fail')
    expect((await result(withTests)).status).toBe('warn')
    expect((await result(withTests, undefined, true)).status).toBe('fail')
  })

  test('are run in the unpacked plugin, and their output is the evidence', async () => {
    const { access, readFile } = await import('node:fs/promises')
    let folder = ''
    const looking: TestRunner = {
      name: 'looking',
      async run(input) {
        folder = input.folder
        expect(input).toMatchObject({ command: ['node', '--test'], timeoutMs: 5000 })
        expect(await readFile(`${folder}/LICENSE`, 'utf8')).toBe('MIT')
        return { exitCode: 0, timedOut: false, output: 'one\n\ntwo\n' }
      },
    }
    expect(await result(withTests, looking, true)).toMatchObject({
      status: 'pass',
      evidence: [{ text: 'one' }, { text: 'two' }],
    })
    await expect(access(folder)).rejects.toThrow()
  })

  test('fail by their exit code, by taking too long, and by being ended', async () => {
    expect((await result(withTests, runner({ exitCode: 3 }))).summary).toContain('exit code 3')
    expect((await result(withTests, runner({ exitCode: undefined, timedOut: true }))).summary).toContain(
      '5 seconds',
    )
    expect((await result(withTests, runner({ exitCode: undefined }))).status).toBe('fail')
    const broken: TestRunner = { name: 'broken', run: () => Promise.reject(new Error('x')) }
    expect((await result(withTests, broken, true)).status).toBe('error')
  })
})
