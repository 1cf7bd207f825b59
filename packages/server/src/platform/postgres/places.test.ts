import { chown, cp, lstat, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { binariesIn, installedBinaries } from './binaries.ts'
import { adoptFolder, cleanUp, newFolder, query, startElsewhere } from './harness.ts'
import { startPostgres } from './index.ts'
import { startPostgresOf } from './start.ts'

afterEach(cleanUp)

const root = process.getuid?.() === 0
const optionsFor = (folder: string) => ({
  folder: join(folder, 'postgres'),
  database: 'waybill',
  log: () => undefined,
})

/** User id and effective capabilities of a process. */
async function rightsOf(pid: number): Promise<{ uid: string; capabilities: string }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return {
    uid: /^Uid:\s+(\d+)/m.exec(status)?.[1] ?? '',
    capabilities: /^CapEff:\s+0*([0-9a-f]+)$/m.exec(status)?.[1] ?? '',
  }
}

describe.skipIf(process.platform === 'win32')('a data folder', { timeout: 60_000 }, () => {
  test('may have a path too long for a socket', async () => {
    const folder = join(await newFolder(), 'long'.repeat(25))
    await mkdir(folder)
    const options = optionsFor(adoptFolder(folder))
    const server = await startPostgres(options)
    adoptFolder(server.connection.host)
    expect(dirname(server.connection.host)).not.toContain('long')
    expect((await stat(server.connection.host)).mode & 0o777).toBe(0o700)
    await query(server, 'select 1')
    expect(await startPostgres(options)).toMatchObject({ pid: server.pid, adopted: true })
  })

  test.runIf(root)('with such a path refuses a socket folder that someone else made', async () => {
    const folder = join(await newFolder(), 'long'.repeat(25))
    await mkdir(folder)
    const options = optionsFor(adoptFolder(folder))
    const server = await startPostgres(options)
    await server.stop()
    const { host } = server.connection
    await rm(adoptFolder(host), { recursive: true })
    await mkdir(host)
    await chown(host, 4242, 4242)
    await expect(startPostgres(options)).rejects.toMatchObject({
      code: 'database.unavailable',
      message: expect.stringContaining(`${host}, which the socket`) as string,
    })
  })

  test('may have commas, quotes and spaces in its path', async () => {
    const folder = join(await newFolder(), `a, "b" c'd`)
    await mkdir(folder)
    await query(await startPostgres(optionsFor(adoptFolder(folder))), 'select 1')
  })

  test.runIf(root)('is served without any right of root', async () => {
    const { pid } = await startPostgres(optionsFor(await newFolder()))
    expect(await rightsOf(pid)).toEqual({
      uid: expect.not.stringMatching(/^0$/) as string,
      capabilities: '0',
    })
  })

  test.runIf(root)('may be inside a folder that only root can enter', async () => {
    const options = optionsFor(await newFolder(0o700))
    const server = await startPostgres(options)
    await query(server, 'create table kept (n int)')
    // One capability, CAP_DAC_READ_SEARCH or, where that is not to be had, CAP_DAC_OVERRIDE.
    expect(await rightsOf(server.pid)).toEqual({
      uid: expect.not.stringMatching(/^0$/) as string,
      capabilities: expect.stringMatching(/^[24]$/) as string,
    })
    await server.stop()
    await query(await startPostgres(options), 'select from kept')
  })

  test.runIf(root)('says which folder is in the way when setpriv is missing', async () => {
    const folder = await newFolder(0o700)
    const { outcome } = startElsewhere(join(folder, 'postgres'), { env: { PATH: '/nonexistent' } })
    expect(await outcome).toEqual({
      message: expect.stringContaining(`cannot pass ${folder} (setpriv did not help`) as string,
      hint: expect.stringContaining(`chmod o+x ${folder}`) as string,
    })
  })

  test.runIf(root)('can be that of an ordinary user', async () => {
    const folder = await newFolder(0o777)
    const { outcome } = startElsewhere(join(folder, 'postgres'), { uid: 65534, gid: 65534 })
    const theirs = await outcome
    expect(theirs).toMatchObject({ adopted: false })
    // Root then adopts it, and later runs it as that user.
    const server = await startPostgres(optionsFor(folder))
    expect(server).toMatchObject({ adopted: true, pid: 'pid' in theirs && theirs.pid })
    await server.stop()
    expect((await rightsOf((await startPostgres(optionsFor(folder))).pid)).uid).toBe('65534')
  })

  test.runIf(root)('of another user is refused with what to do', async () => {
    const options = optionsFor(await newFolder())
    await (await startPostgres(options)).stop()
    const { outcome } = startElsewhere(options.folder, { uid: 65534, gid: 65534 })
    expect(await outcome).toEqual({
      message: expect.stringContaining(`${options.folder} cannot be used: EACCES`) as string,
      hint: expect.stringContaining('Give this user access') as string,
    })
  })

  test('that is a file is refused', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'file'), '')
    const failure = startPostgres(optionsFor(join(folder, 'file')))
    await expect(failure).rejects.toMatchObject({ code: 'database.unavailable' })
  })
})

test.runIf(process.platform === 'linux')(
  'a copy of the programs without library links, in a private folder, is made to work',
  { timeout: 60_000 },
  async () => {
    const folder = await newFolder(0o700)
    const installed = dirname(dirname(dirname((await installedBinaries()).postgres)))
    const copy = join(folder, '@scope', 'copy')
    const isLink = async (path: string) => (await lstat(path)).isSymbolicLink()
    await cp(installed, copy, { recursive: true, filter: async (source) => !(await isLink(source)) })
    await query(await startPostgresOf(await binariesIn(copy), optionsFor(folder)), 'select 1')
  },
)
