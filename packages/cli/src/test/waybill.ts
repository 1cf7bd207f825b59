import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export const command = join(import.meta.dirname, '../waybill.js')

/** What a run of the command left. */
export interface Outcome {
  status: number | null
  stdout: string
  stderr: string
  /** Standard output read as one line of JSON; fails the test when it is anything else. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers freely
  json(): any
}

export interface RunOptions {
  env?: Record<string, string>
  cwd?: string
  /** Standard input; none when absent. */
  input?: string
  /** Told of the child once it runs. */
  started?: (child: ReturnType<typeof spawn>) => void
}

/** The command for one test, as a process of its own, with a home of its own. */
export async function testCommand() {
  const folder = await scratchFolder()
  const home = join(folder, 'home')
  const run = (args: readonly string[], options: RunOptions = {}): Promise<Outcome> =>
    runProcess(process.execPath, [command, ...args], {
      ...options,
      cwd: options.cwd ?? folder,
      env: { WAYBILL_HOME: home, WAYBILL_CACHE: join(folder, 'cache'), ...options.env },
    })
  return { folder, home, run }
}

export function runProcess(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  // Nothing of the machine's own set-up may reach a test.
  const { PATH = '', TMPDIR = tmpdir() } = process.env
  const env = { PATH, TMPDIR, TERM: 'xterm', HOME: '/nonexistent', ...options.env }
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
  const child = spawn(file, args, { cwd: options.cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  child.on('error', reject)
  child.on('close', (status) => resolve({ status, stdout, stderr, json: () => parseLine(stdout) }))
  options.started?.(child)
  if (!options.started) child.stdin.end(options.input ?? '')
  return promise
}

function parseLine(stdout: string): unknown {
  if (!/^[^\n]+\n$/.test(stdout)) throw new Error(`not one line: ${stdout}`)
  return JSON.parse(stdout)
}

export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-cli-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A web server for one test, with the address of it and what it was asked. */
export async function fakeRegistry(answer: (asked: string) => { status: number; json?: unknown }) {
  const asked: string[] = []
  const server = createServer((request: IncomingMessage, response) => {
    request.resume().on('end', () => {
      const line = `${request.method} ${request.url}`
      asked.push(line)
      const { status, json } = answer(line)
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(json === undefined ? undefined : JSON.stringify(json))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

/** An address at which nothing listens. */
export async function deadAddress(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}
