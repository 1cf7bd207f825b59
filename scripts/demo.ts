/**
 * The whole of Waybill in a temporary folder, through the command as a user has it: a registry, three plugins published,
 * installed, verified and run, and a tampered copy refused. `--keep` leaves the registry running.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const keep = process.argv.includes('--keep')
const command = [
  process.execPath,
  '--disable-warning=ExperimentalWarning',
  join(root, 'packages/cli/src/waybill.js'),
] as const
const work = await mkdtemp(join(tmpdir(), 'waybill-demo-'))
const bold = (text: string) =>
  process.stdout.isTTY && !process.env.NO_COLOR ? `\x1b[1m${text}\x1b[0m` : text

interface Outcome {
  status: number
  stdout: string
}

/** Runs `waybill …` for a person with a home of their own, and shows the command and what it says. */
async function run(who: string, args: string[], expected = 0, shown = args): Promise<Outcome> {
  console.log(
    bold(`\n${who}$ waybill ${shown.map((arg) => (arg.includes(' ') ? `"${arg}"` : arg)).join(' ')}`),
  )
  return quietly(who, args, expected, true)
}

function quietly(who: string, args: string[], expected = 0, show = false): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      WAYBILL_HOME: join(work, who),
      WAYBILL_CACHE: join(work, `${who}-cache`),
      WAYBILL_REGISTRY: '',
      WAYBILL_TOKEN: '',
    }
    const child = spawn(command[0], [...command.slice(1), ...args], {
      env,
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let all = ''
    child.stdout.on('data', (chunk: Buffer) => ((stdout += chunk.toString()), (all += chunk.toString())))
    child.stderr.on('data', (chunk: Buffer) => (all += chunk.toString()))
    child.once('exit', (status) => {
      if (show) console.log(all.trimEnd().replaceAll(/^/gm, '  '))
      if (status === expected) resolve({ status, stdout })
      else reject(new Error(`waybill ${args.join(' ')} ended with ${status}, not ${expected}:\n${all}`))
    })
  })
}

function startRegistry(): Promise<{
  child: ChildProcess
  url: string
  fingerprint: string
  ownerToken: string
}> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      command[0],
      [...command.slice(1), 'registry', 'start', '--data', join(work, 'registry'), '--port', '0', '--json'],
      {
        cwd: root,
        detached: keep,
        env: { ...process.env, WAYBILL_CONFIG: '' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let text = ''
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('\n'))
        resolve({ child, ...(JSON.parse(text) as { url: string; fingerprint: string; ownerToken: string }) })
    })
    child.once('exit', () => reject(new Error(`the registry did not start:\n${errors}`)))
  })
}

/** Serves a folder as any web server would. */
async function serve(folder: string) {
  const server = createServer((request, response) => {
    readFile(join(folder, new URL(request.url ?? '/', 'http://x').pathname)).then(
      (bytes) => response.writeHead(200, { 'content-length': bytes.length }).end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

const started = Date.now()
console.log(`Everything is in ${work}`)
console.log(bold('\noperator$ waybill registry start'))
const registry = await startRegistry()
console.log(`  ${registry.url}\n  ${registry.fingerprint}`)
try {
  const token = await quietly('operator', [
    'registry',
    'token',
    'create',
    '--data',
    join(work, 'registry'),
    '--publisher',
    'acme',
    '--name',
    'demo',
    '--json',
  ])
  const pin = ['registry', 'add', registry.url, '--fingerprint', registry.fingerprint]

  console.log(bold('\n— A publisher signs on their own machine and publishes three plugins'))
  await run('publisher', pin)
  const { token: text } = JSON.parse(token.stdout) as { token: string }
  await run('publisher', ['login', '--token', text], 0, ['login', '--token', 'wb_…'])
  await run('publisher', ['keygen'])
  await run('publisher', ['publish', 'examples/csv-tables', '--format', 'tar.gz'])
  await run('publisher', ['publish', 'examples/markdown-report', '--format', 'zip'])
  await run('publisher', ['publish', 'examples/sales-digest', '--format', 'tar.gz'])

  console.log(bold('\n— A user installs the top one; its dependencies follow'))
  await run('user', pin)
  await run('user', ['info', 'sales-digest'])
  await run('user', ['install', 'sales-digest', '--yes'])
  await run('user', ['list'])
  await run('user', ['verify'])
  await run('user', ['run', 'sales-digest'])

  console.log(bold('\n— A mirror that changes one byte is found out'))
  const copy = join(work, 'tampered')
  await quietly('operator', ['registry', 'export', copy, '--data', join(work, 'registry')])
  const { path } = JSON.parse((await quietly('user', ['info', 'csv-tables', '--json'])).stdout).versions[0]
    .artifacts[0] as { path: string }
  const bytes = await readFile(join(copy, path))
  bytes[bytes.length >> 1]! ^= 1
  await writeFile(join(copy, path), bytes)
  const mirror = await serve(copy)
  await run('victim', ['registry', 'add', mirror.url, '--fingerprint', registry.fingerprint])
  await run('victim', ['install', 'sales-digest', '--yes'], 3)
  const installed = await readdir(join(work, 'victim', 'plugins')).catch(() => [])
  console.log(`  exit code 3; installed: ${installed.length === 0 ? 'nothing' : installed.join(', ')}`)
  mirror.close()
  if (installed.length > 0) throw new Error('something of the tampered copy was installed')

  console.log(bold(`\nDone in ${((Date.now() - started) / 1000).toFixed(1)} s.`))
  if (keep) {
    registry.child.stdout?.destroy()
    registry.child.stderr?.destroy()
    registry.child.unref()
    console.log(
      `The registry goes on at ${registry.url} (API: ${registry.url}/api/docs). Stop it with: kill ${registry.child.pid}`,
    )
    console.log(`To use it: npx waybill registry add ${registry.url} --fingerprint ${registry.fingerprint}`)
  } else {
    console.log(
      'Go on with README.md, “Five minutes”; or run “npm run demo -- --keep” and open /api/docs of the registry it leaves running.',
    )
  }
} finally {
  if (!keep) {
    const ended = new Promise((resolve) => registry.child.once('exit', resolve))
    registry.child.kill('SIGTERM')
    await ended
    await rm(work, { recursive: true, force: true })
  }
}
