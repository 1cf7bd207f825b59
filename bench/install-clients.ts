import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { memory, waybill } from './servers.ts'

const children = new Set<ChildProcess>()

/** Ends what still runs, for a benchmark that is interrupted. */
export function endClients(): void {
  for (const child of children) child.kill('SIGTERM')
}

export function waybillRun(home: string, cache: string, args: readonly string[]): Promise<void> {
  return run(waybill[0], [...waybill.slice(1), ...args, '--home', home, '--json'], {
    env: { WAYBILL_CACHE: cache },
  })
}

export function npmRun(folder: string, cache: string, args: readonly string[]): Promise<void> {
  const flags = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--cache', cache]
  return run('npm', [...flags, ...args], { cwd: folder })
}

export function pnpmRun(pnpm: string, folder: string, cache: string, args: readonly string[]): Promise<void> {
  const folders = ['--store-dir', join(cache, 'store'), '--cache-dir', join(cache, 'cache')]
  return run(pnpm, ['install', '--ignore-scripts', ...folders, ...args], { cwd: folder })
}

/** Installs pnpm into the benchmark's cache once. */
export async function installPnpm(version: string): Promise<string> {
  const folder = join(import.meta.dirname, '.cache', version === '12.21.0' ? 'pnpm' : `pnpm-${version}`)
  const entry = join(folder, 'node_modules/.bin/pnpm')
  if (existsSync(entry)) return entry
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{"private":true}')
  const { status } = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--loglevel=error', `pnpm@${version}`],
    { cwd: folder, stdio: 'inherit' },
  )
  if (status !== 0) throw new Error(`pnpm ${version} could not be installed`)
  return entry
}

/** A client that did nothing would be the fastest: as many as asked for must be there. */
export async function requireInstalled(folder: string, count: number): Promise<void> {
  const found = (await readdir(folder)).filter((name) => name.startsWith('bench-plugin-')).length
  if (found !== count) throw new Error(`${folder} has ${found} of ${count} plugins`)
}

/** Most memory that a client took, looked at often while it runs, bytes. */
export async function peakOf(home: string, cache: string, args: readonly string[]): Promise<number> {
  let peak = 0
  let timer: NodeJS.Timeout | undefined
  const started = (child: ChildProcess) => {
    timer = setInterval(() => {
      memory(child.pid ?? 0).then(
        (found) => (peak = Math.max(peak, found.peak)),
        () => undefined,
      )
    }, 5)
  }
  try {
    await run(waybill[0], [...waybill.slice(1), ...args, '--home', home, '--json'], {
      env: { WAYBILL_CACHE: cache },
      started,
    })
  } finally {
    clearInterval(timer)
  }
  return peak
}

interface RunOptions {
  env?: Record<string, string>
  cwd?: string
  started?: (child: ChildProcess) => void
}

export function run(file: string, args: readonly string[], options: RunOptions = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...process.env, ...options.env, CI: 'true' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    children.add(child)
    options.started?.(child)
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => {
      children.delete(child)
      if (code === 0) resolve()
      else reject(new Error(`${file} ${args[0]} failed: ${errors}`))
    })
  })
}
