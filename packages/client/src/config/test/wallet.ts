import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { homePaths, openHome, type Home } from '../../home.ts'
import { writeLockfile } from '../../install/lockfile.ts'

const manifest = `
[package]
name = "wallet"
version = "1.0.0"

[config.testnet]
type = "boolean"
default = false

[config.rpc_url]
type = "string"
required = true
env = "WALLET_RPC"

[config.depth]
type = "integer"

[config.tags]
type = "array"

[config.password]
type = "string"
secret = true
`

/** A folder for one test. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-config-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A home with the plugin `wallet` as an install leaves it, as far as its settings need. */
export async function homeWithWallet(): Promise<Home> {
  const home = await openHome({ path: join(await scratchFolder(), 'home') })
  const folder = homePaths.version(home, 'wallet', '1.0.0')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'plugin.toml'), manifest)
  await writeLockfile(home, {
    schema: 1,
    packages: {
      wallet: {
        version: '1.0.0',
        origin: 'file',
        trust: 'unsigned',
        artifact: { path: 'wallet-1.0.0.zip', sha256: '', size: 0 },
        filesDigest: '',
        features: [],
        dependencies: {},
        permissions: {},
        installedAt: '2026-01-01T00:00:00.000Z',
        former: [],
      },
    },
  })
  return home
}
