import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { cleanUp, eventually, killHard, newFolder, query, startElsewhere } from './harness.ts'
import { startPostgres } from './index.ts'

afterEach(cleanUp)

const optionsFor = (folder: string) => ({
  folder: join(folder, 'postgres'),
  database: 'waybill',
  log: () => undefined,
})
const namesIn = (folder: string) => readdir(folder).catch((): string[] => [])
const workIn = async (folder: string) => (await namesIn(folder)).find((name) => name.startsWith('new-'))

/** Moments of a first start, told by what is on disk by then. */
const moments: [string, (folder: string) => Promise<boolean>][] = [
  ['the work folder exists', async (folder) => (await workIn(folder)) !== undefined],
  ['initdb has begun', async (folder) => inWork(folder, '.', 'PG_VERSION')],
  ['the catalog is being filled', async (folder) => inWork(folder, 'base/1', '1247')],
  ['template0 is being copied', async (folder) => inWork(folder, 'base', '4')],
  ['the cluster has appeared', async (folder) => (await namesIn(folder)).includes('cluster')],
  [
    'the server is starting',
    async (folder) => (await namesIn(join(folder, 'cluster'))).includes('postmaster.pid'),
  ],
]

async function inWork(folder: string, path: string, name: string): Promise<boolean> {
  const work = await workIn(folder)
  return work !== undefined && (await namesIn(join(folder, work, 'cluster', path))).includes(name)
}

describe('the first start', { timeout: 60_000 }, () => {
  test.each(moments)('killed when %s, leaves nothing that stops the next', async (_, reached) => {
    const options = optionsFor(await newFolder())
    const { child } = startElsewhere(options.folder)
    await eventually(() => reached(options.folder))
    await killHard(child)
    const server = await startPostgres(options)
    await query(server, 'create table kept (n int)')
    await server.stop()
    // An initdb that outlived its launcher may have kept its folder busy until now.
    await eventually(async () => {
      await (await startPostgres(options)).stop()
      return (await workIn(options.folder)) === undefined
    })
    expect(await namesIn(options.folder)).toEqual(['cluster', 'log', 'socket'])
  })

  test('by two processes at once ends with both on one server', async () => {
    const options = optionsFor(await newFolder())
    const starters = [startElsewhere(options.folder), startElsewhere(options.folder)]
    const [one, two] = await Promise.all(starters.map(({ outcome }) => outcome))
    expect(one).toMatchObject({ pid: expect.any(Number) as number })
    expect(two).toMatchObject({ pid: one && 'pid' in one ? one.pid : 0 })
    const server = await startPostgres(options)
    expect(server.pid).toBe(one && 'pid' in one && one.pid)
    expect(await namesIn(options.folder)).toEqual(['cluster', 'log', 'socket'])
    const log = await readFile(join(options.folder, 'log', 'postgres.log'), 'utf8')
    expect(log.match(/ready to accept connections/g)).toHaveLength(1)
  })
})
