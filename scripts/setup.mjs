// Makes node_modules and the pages of the marketplace when they are missing or stale. Runs on any Node from 18 on and needs nothing installed: everything
// after it runs on the pinned Node 24 that the packages bring.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const stamp = join(root, 'node_modules', '.waybill-setup')
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')
const isFresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted

if (!isFresh) {
  process.stderr.write('Setting up: npm ci …\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    process.stderr.write(
      'npm ci failed. Check that the npm registry can be reached, then run the command again.\n',
    )
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

// With the Node that the packages bring, which is the first one on npm’s path.
const built = spawnSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['run', '--silent', 'build:web'], {
  cwd: root,
  stdio: ['ignore', 2, 2],
  shell: process.platform === 'win32',
})
if (built.status !== 0) process.exit(1)
