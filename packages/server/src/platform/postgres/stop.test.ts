import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { installedBinaries } from './binaries.ts'
import { cleanUp, connect, eventually, freezeBackend, newFolder, query, startElsewhere } from './harness.ts'
import { findRunningPostgres, startPostgres } from './index.ts'
import { existingLayout } from './layout.ts'
import { isAlive, isServerOf } from './processes.ts'
import { stopServer } from './stop.ts'

afterEach(cleanUp)

const optionsFor = (folder: string) => ({
  folder: join(folder, 'postgres'),
  database: 'waybill',
  log: () => undefined,
})

describe('stop', { timeout: 60_000 }, () => {
  test('ends the server under clients that are connected and busy', async () => {
    const options = optionsFor(await newFolder())
    const server = await startPostgres(options)
    const [idle, busy] = [await connect(server), await connect(server)]
    const broken = expect(busy.query('select pg_sleep(600)')).rejects.toThrow(/terminat/)
    await idle.query('begin')
    await Promise.all([server.stop(), server.stop()])
    await broken
    await eventually(() => !isAlive(server.pid))
    await server.stop()
  })

  test('ends a server that another process started and still uses', async () => {
    const options = optionsFor(await newFolder())
    const theirs = await startElsewhere(options.folder).outcome
    const server = await findRunningPostgres(options.folder)
    expect(server).toMatchObject({ pid: 'pid' in theirs && theirs.pid })
    await server?.stop()
    expect(await isServerOf(join(options.folder, 'cluster'), server?.pid ?? 0)).toBe(false)
    expect(await findRunningPostgres(options.folder)).toBeUndefined()
  })

  test('is content when the server was killed before', async () => {
    const options = optionsFor(await newFolder())
    const server = await startPostgres(options)
    process.kill(server.pid, 'SIGKILL')
    await server.stop()
    await eventually(() => !isAlive(server.pid))
    await server.stop()
  })

  test('never signals a process that only has the same id', async () => {
    const options = optionsFor(await newFolder())
    const server = await startPostgres(options)
    const layout = await existingLayout(options.folder)
    if (layout === undefined) throw new Error('no folder')
    // Were we signalled, the test run would end here.
    await stopServer({ layout, binaries: await installedBinaries(), log: () => undefined }, process.pid)
    await query(server, 'select 1')
  })

  test('ends the server at once, saying so, when it does not shut down in time', async () => {
    const options = optionsFor(await newFolder())
    const server = await startPostgres(options)
    // A frozen backend does not hear that it shall end; PostgreSQL kills it in an immediate shutdown.
    await freezeBackend(await connect(server))
    const layout = await existingLayout(options.folder)
    if (layout === undefined) throw new Error('no folder')
    const lines: string[] = []
    const site = { layout, binaries: await installedBinaries(), log: (line: string) => void lines.push(line) }
    await stopServer(site, server.pid, { fast: 100, immediate: 20_000 })
    expect(lines).toEqual([expect.stringContaining('did not shut down within 0.1 s')])
    await eventually(() => !isAlive(server.pid))
    await query(await startPostgres(options), 'select 1')
  })
})
