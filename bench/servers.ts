import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A server under test, as a process of its own. */
export interface Server {
  readonly name: string
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

const root = join(import.meta.dirname, '..')
export const waybill = [
  process.execPath,
  '--disable-warning=ExperimentalWarning',
  join(root, 'packages/cli/src/waybill.js'),
] as const

export function requireTool(command: string, debianPackage: string): void {
  if (spawnSync('which', [command]).status === 0) return
  console.error(`The benchmark needs ${command}: apt-get install ${debianPackage}`)
  process.exit(2)
}

/** Starts a registry and waits for the line that says it is ready. */
export async function startWaybill(
  data: string,
  env: Record<string, string> = {},
): Promise<Server & { ownerToken: string; readyMs: number }> {
  const started = performance.now()
  const child = spawn(
    waybill[0],
    [...waybill.slice(1), 'registry', 'start', '--data', data, '--port', '0', '--json'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, ...env },
    },
  )
  endWithUs(child)
  const line = await firstLine(child)
  const readyMs = performance.now() - started
  const { url, ownerToken } = JSON.parse(line) as { url: string; ownerToken?: string }
  return {
    name: 'Waybill',
    url,
    pid: child.pid ?? 0,
    ownerToken: ownerToken ?? '',
    readyMs,
    stop: () => stop(child),
  }
}

/** Serves a folder with nginx and two workers. */
export async function startNginx(folder: string, work: string, port: number): Promise<Server> {
  await mkdir(work, { recursive: true })
  const config = join(work, 'nginx.conf')
  await writeFile(
    config,
    `worker_processes 2; pid ${work}/nginx.pid; error_log ${work}/error.log; daemon off; user root;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=10000 inactive=60s;
  types { application/json json; application/gzip gz; } default_type application/octet-stream;
  server { listen 127.0.0.1:${port}; root ${folder}; location / { add_header Cache-Control "public, max-age=31536000, immutable"; } } }`,
  )
  const child = spawn('nginx', ['-c', config, '-p', work], { stdio: 'ignore' })
  await answering(`http://127.0.0.1:${port}/metadata/tuf/timestamp.json`)
  return {
    name: 'nginx',
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: () => stop(child, 'SIGQUIT'),
  }
}

/** Installs Verdaccio into the benchmark's cache once, and starts it without logs. */
export async function startVerdaccio(storage: string, port: number): Promise<Server> {
  const cache = join(import.meta.dirname, '.cache')
  const entry = join(cache, 'node_modules/verdaccio/bin/verdaccio')
  if (!existsSync(entry)) {
    await mkdir(cache, { recursive: true })
    // One of its dependencies asks for a tag of node-fetch that not every registry has.
    await writeFile(join(cache, 'package.json'), '{"private":true,"overrides":{"node-fetch":"2.7.0"}}')
    spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', 'verdaccio@6.10.4'], {
      cwd: cache,
      stdio: 'inherit',
    })
  }
  await mkdir(storage, { recursive: true })
  const config = join(storage, 'config.yaml')
  await writeFile(
    config,
    `storage: ${storage}/data
auth: { htpasswd: { file: ${storage}/htpasswd, max_users: 10 } }
uplinks: {}
packages: { '**': { access: $all, publish: $authenticated } }
max_body_size: 500mb
security: { api: { jwt: { sign: { expiresIn: 7d } } } }
userRateLimit: { windowMs: 1000, max: 1000000 }
server: { keepAliveTimeout: 60 }
log: { type: stdout, format: json, level: fatal }
`,
  )
  const child = spawn(process.execPath, [entry, '--config', config, '--listen', `127.0.0.1:${port}`], {
    stdio: 'ignore',
  })
  endWithUs(child)
  await answering(`http://127.0.0.1:${port}/-/ping`)
  return { name: 'Verdaccio', url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => stop(child) }
}

/** A run that fails leaves no server behind. */
function endWithUs(child: ChildProcess): void {
  process.once('exit', () => child.kill('SIGTERM'))
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = ''
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk)
    const end = text.indexOf('\n')
    if (end >= 0) return text.slice(0, end)
  }
  throw new Error(`the server ended before it was ready: ${text}`)
}

async function answering(url: string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    )
    if (ok) return
    await wait(50)
  }
  throw new Error(`${url} does not answer`)
}

async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}

/** Resident memory of a process, bytes: now, and at its highest since the last reset. */
export async function memory(pid: number): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const field = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024
  return { now: field('VmRSS'), peak: field('VmHWM') }
}

export async function resetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5')
}
