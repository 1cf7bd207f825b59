import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createToken,
  startRegistry,
  type RunningRegistry,
  type MemberRole,
  type OperatorRole,
  type StartOptions,
} from '@waybill/server'
import pg from 'pg'
import { inject } from 'vitest'
import { createTestAccount, type TestAccount } from './accounts.ts'
import { createTestPublisher, type TestPublisher } from './publisher.ts'

/** A real registry for one test: its own database, its own data folder, a free port. */
export interface TestRegistry extends RunningRegistry {
  readonly data: string
  readonly databaseUrl: string
  readonly ownerToken: string
  /** A publisher with a token and a registered key. */
  publisher(name: string): Promise<TestPublisher>
  /** A token of any role in a publisher, and perhaps in the registry; without a key. */
  token(publisher: string, role: MemberRole, operator?: OperatorRole): Promise<string>
  /** An account with a confirmed address and a token. */
  account(email: string): Promise<TestAccount>
  /** Stops and starts again on the same data; options can be changed. */
  restart(changed?: StartOptions): Promise<TestRegistry>
  query<T extends object>(text: string, values?: unknown[]): Promise<T[]>
  /** Stops it, and removes data and database. */
  remove(): Promise<void>
}

/** Makes a database from the template of this test run. */
async function createDatabase(): Promise<string> {
  const server = inject('postgres')
  const name = `test_${randomBytes(8).toString('hex')}`
  await onServer(server, `create database ${name} template template_waybill`)
  return server.replace('/template_waybill?', `/${name}?`)
}

async function onServer(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace('/template_waybill?', '/postgres?') })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

export async function startTestRegistry(options: StartOptions = {}): Promise<TestRegistry> {
  const databaseUrl = await createDatabase()
  const data = await mkdtemp(join(tmpdir(), 'waybill-registry-'))
  return open({ log: 'silent', port: 0, ...options, data, databaseUrl }, '')
}

/** A vacuum of the server's own cannot be ended by us; it is over soon. */
async function drop(name: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await onServer(inject('postgres'), `drop database if exists ${name} with (force)`)
    } catch (error) {
      if (tries >= 20 || !/permission denied to terminate/.test(String(error))) throw error
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}

type Settled = StartOptions & { data: string; databaseUrl: string }

async function open(options: Settled, formerToken: string): Promise<TestRegistry> {
  const running = await startRegistry(options)
  const { data, databaseUrl } = options
  const ownerToken = running.ownerToken ?? formerToken
  const token: TestRegistry['token'] = async (publisher, role, operator) =>
    (
      await createToken({
        data,
        databaseUrl,
        publisher,
        role,
        name: `test ${role}`,
        ...(operator ? { operator } : {}),
      })
    ).token
  async function query<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    try {
      return (await client.query<T>(text, values)).rows
    } finally {
      await client.end()
    }
  }
  return {
    ...running,
    data,
    databaseUrl,
    ownerToken,
    token,
    async publisher(name) {
      return createTestPublisher(running.url, await token(name, 'maintainer'), name)
    },
    account: (email) => createTestAccount(query, email),
    async restart(changed = {}) {
      await running.stop()
      return open({ ...options, ...changed, data, databaseUrl }, ownerToken)
    },
    query,
    async remove() {
      await running.stop()
      await rm(data, { recursive: true, force: true })
      const name = /\/(test_[0-9a-f]+)\?/.exec(databaseUrl)?.[1]
      if (name) await drop(name)
    },
  }
}
