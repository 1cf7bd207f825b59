// Builds the marketplace’s pages into packages/web/dist, with their compressed forms beside them; nothing is done when no
// source has changed. The folder is replaced at the end, so that a build cut short leaves the former pages.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const web = join(root, 'packages/web')
const dist = join(web, 'dist')
const next = join(web, 'dist.new')

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()

const sources = [
  ...filesIn(join(web, 'src')),
  ...filesIn(join(web, 'public')),
  ...['index.html', 'package.json', 'vite.config.ts'].map((name) => join(web, name)),
  join(root, 'package-lock.json'),
  fileURLToPath(import.meta.url),
]
const hash = createHash('sha256')
for (const file of sources) hash.update(file.slice(root.length)).update(readFileSync(file))
const wanted = hash.digest('hex')
const stamp = join(dist, '.built-from')

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  process.stderr.write('Building the pages …\n')
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const { status } = spawnSync(
    process.execPath,
    [vite, 'build', '--outDir', next, '--emptyOutDir', '--logLevel', 'warn'],
    { cwd: web, stdio: ['ignore', 2, 2] },
  )
  if (status !== 0) {
    process.stderr.write('The pages could not be built; what vite says stands above.\n')
    process.exit(1)
  }
  for (const file of filesIn(next).filter((name) => /\.(?:js|css|svg|html|json)$/.test(name))) {
    const bytes = readFileSync(file)
    if (bytes.length < 1024) continue
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, quality))
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  }
  writeFileSync(join(next, '.built-from'), wanted)
  rmSync(dist, { recursive: true, force: true })
  renameSync(next, dist)
}
