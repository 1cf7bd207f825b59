import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  addRegistry,
  ConfigManager,
  ConfigSource,
  Installer,
  openHome,
  PluginHost,
  Source,
  type Home,
} from '@waybill/client'
import { packFiles } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { runProcess } from '../packages/cli/src/test/waybill.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

/** The command lines of the seeds, run in a shell as they are written there. */

let registry: TestRegistry
let work: string
let bin: string
let home: Home

const config = `[config.testnet]
type = "boolean"
default = false

[config.rpc_url]
type = "string"
env = "BITCOIN_RPC_URL"

[config.network]
type = "string"
enum = ["mainnet", "testnet"]

[config.password]
type = "string"
secret = true
`

const manifest = (name: string, version: string, category: string, more = '') =>
  `[package]\nname = "${name}"\nversion = "${version}"\ncategory = "${category}"\nmain = "index.js"\n${more}`
const index = `export const run = ({ args, write }) => write('hello ' + args.join(' '))\n`

beforeAll(async () => {
  registry = await startTestRegistry({})
  work = await mkdtemp(join(tmpdir(), 'waybill-seeds-'))
  const acme = await registry.publisher('acme')
  for (const [name, version, category, more] of [
    ['bitcoin-core-wallet', '1.2.3', 'core/bitcoin', config],
    ['bitcoin-core-wallet', '1.3.0', 'core/bitcoin', config],
    ['lightning-network-tools', '2.1.0', 'community/verified', ''],
    ['custody-management-suite', '4.0.0', 'enterprise/custody', ''],
  ] as const) {
    const artifact = await packFiles({
      'plugin.toml': manifest(name, version, category, more),
      'index.js': index,
    })
    const { status, body } = await acme.publish(artifact)
    expect(status, JSON.stringify(body)).toBe(201)
  }
  bin = join(work, 'bin')
  await mkdir(bin)
  await symlink(process.execPath, join(bin, 'node'))
  for (const name of ['waybill', 'qirvo', 'anya-ext'])
    await symlink(join(import.meta.dirname, `../packages/cli/src/${name}.js`), join(bin, name))
})
afterAll(async () => {
  await registry.remove()
  await rm(work, { recursive: true, force: true })
})
beforeEach(async () => {
  home = await openHome({ path: await mkdtemp(join(work, 'home-')), cache: join(work, 'cache') })
  await addRegistry(home, registry.url, { fingerprint: registry.fingerprint })
})

async function shell(line: string, env: Record<string, string> = {}) {
  const outcome = await runProcess('bash', ['-c', line], {
    cwd: work,
    env: { PATH: `${bin}:${process.env.PATH}`, WAYBILL_HOME: home.path, WAYBILL_CACHE: home.cache, ...env },
  })
  expect(outcome.status, `${line}\n${outcome.stdout}${outcome.stderr}`).toBe(0)
  return outcome
}

const versions = async () =>
  Object.fromEntries((await (await Installer.open(home)).list()).map(({ name, version }) => [name, version]))
const applied = async (name: string) =>
  JSON.parse(await readFile(join(home.path, 'config', `${name}.json`), 'utf8')) as unknown

describe('installation methods', () => {
  test('anya-ext install', async () => {
    await shell('anya-ext install bitcoin-core-wallet')
    expect(await versions()).toEqual({ 'bitcoin-core-wallet': '1.3.0' })
    await shell('anya-ext install bitcoin-core-wallet@1.2.3')
    expect(await versions()).toEqual({ 'bitcoin-core-wallet': '1.2.3' })
    await shell('anya-ext install --source community lightning-network-tools')
    await shell(`anya-ext config set registry.private.url ${registry.url}`)
    await shell('anya-ext install --source enterprise \\\n  --org acme-corp \\\n  custody-management-suite')
    expect(Object.keys(await versions())).toHaveLength(3)
  })

  test('with specific configuration', async () => {
    await shell(
      'anya-ext install bitcoin-core-wallet \\\n  --config testnet=true \\\n  --config rpc_url="https://testnet.bitcoin.org"',
    )
    expect(await applied('bitcoin-core-wallet')).toEqual({
      testnet: true,
      rpc_url: 'https://testnet.bitcoin.org',
    })
  })

  test('a source has only its own categories, and a setting that is wrong installs nothing', async () => {
    const run = (line: string) =>
      runProcess('bash', ['-c', line], {
        cwd: work,
        env: { PATH: `${bin}:${process.env.PATH}`, WAYBILL_HOME: home.path, WAYBILL_CACHE: home.cache },
      })
    const wrongSource = await run('anya-ext install --source community bitcoin-core-wallet')
    expect([wrongSource.status, wrongSource.stderr]).toEqual([4, expect.stringContaining('core/bitcoin')])
    const wrongValue = await run('anya-ext install bitcoin-core-wallet --config testnet=maybe')
    expect([wrongValue.status, wrongValue.stderr]).toEqual([2, expect.stringContaining('testnet')])
    const wrongKey = await run('anya-ext install bitcoin-core-wallet --config testent=true')
    expect(wrongKey.stderr).toContain('did you mean “testnet”?')
    expect(await versions()).toEqual({})
  })

  test('programmatic installation', async () => {
    const installer = await Installer.open(home)
    const installation = await installer.install({
      extensionName: 'bitcoin-core-wallet',
      version: '1.2.3',
      source: Source.Primary,
      verifySignatures: true,
      autoConfigure: true,
      configOverrides: { network: 'testnet' },
    })
    expect(installation).toMatchObject({
      name: 'bitcoin-core-wallet',
      path: join(home.path, 'plugins/bitcoin-core-wallet/1.2.3'),
    })
    expect(await applied('bitcoin-core-wallet')).toEqual({ testnet: false, network: 'testnet' })
  })

  test('the lines of Qirvo', async () => {
    expect((await shell('qirvo --version')).stdout).toMatch(/^\d+\.\d+\.\d+/)
    await writeFile(
      join(work, 'my-plugin.zip'),
      await packFiles(
        { 'plugin.toml': manifest('my-plugin', '1.0.0', 'community/experimental'), 'index.js': index },
        'zip',
      ),
    )
    await shell('qirvo plugin install ./my-plugin.zip')
    expect((await shell('qirvo plugin list')).stdout).toContain('my-plugin')
    expect((await shell('qirvo plugin status')).stdout).toContain('good')
    const served = await shell(
      'qirvo plugin serve --port 3017 & pid=$!; for i in $(seq 50); do curl -sf localhost:3017/healthz && break; sleep 0.1; done; curl -s localhost:3017/; curl -s -X POST -d \'{"args":["you"]}\' localhost:3017/plugins/my-plugin; kill $pid; wait $pid',
    )
    expect(served.stdout).toContain(
      '{"plugins":[{"name":"my-plugin","version":"1.0.0"}]}{"output":"hello you"}',
    )
  })
})

describe('configuration management', () => {
  test('sources lie over each other: file, environment, command line', async () => {
    await (await Installer.open(home)).install({ extensionName: 'bitcoin-core-wallet' })
    const file = join(work, 'home/.anya/extensions.toml')
    await mkdir(dirname(file), { recursive: true })
    await writeFile(
      file,
      '[extensions.bitcoin-core-wallet]\ntestnet = true\nrpc_url = "http://file"\nnetwork = "mainnet"\n',
    )
    const manager = new ConfigManager({
      home,
      env: { WAYBILL_PLUGIN_BITCOIN_CORE_WALLET__RPC_URL: 'http://env' },
      args: { 'bitcoin-core-wallet': { network: 'testnet' } },
    })
    await manager
      .addSource(ConfigSource.File(file))
      .addSource(ConfigSource.Environment)
      .addSource(ConfigSource.CommandLine)
      .load()
    const wallet = await manager.getExtensionConfig('bitcoin-core-wallet')
    expect(wallet.values).toEqual({ testnet: true, rpc_url: 'http://env', network: 'testnet' })
    expect(wallet.origins).toEqual({ testnet: file, rpc_url: 'environment', network: 'command line' })

    const host = await PluginHost.open(home)
    const changed = new Promise<void>(
      (resolve) => void host.watchConfiguration('bitcoin-core-wallet', resolve),
    )
    await wallet.applyToExtension()
    await changed
    expect(await host.configuration('bitcoin-core-wallet')).toEqual(wallet.values)
  })

  test('the lines of the private registry', async () => {
    await shell('anya-ext config set registry.private.url https://registry.acme-corp.internal')
    await shell('anya-ext config set registry.private.auth-method ldap')
    await shell('anya-ext config set registry.private.verify-ssl true')
    const { stdout } = await shell('anya-ext config list --show-origin')
    expect(stdout).toMatch(/registry\.private\.url +https:\/\/registry\.acme-corp\.internal +.*config\.toml/)
    expect(stdout).toMatch(/cache\.max-size +1GB +default/)
    expect((await shell('anya-ext config get registry.private.verify-ssl')).stdout.trim()).toBe('true')
    await shell('anya-ext config unset registry.private.auth-method')
    expect((await shell('anya-ext config list')).stdout).not.toContain('auth-method')
  })

  test('environment goes over files; a project over the user; unknown keys are refused', async () => {
    await shell('waybill config set minimum-release-age 1d')
    expect((await shell('waybill config get minimum-release-age')).stdout.trim()).toBe('1d')
    const project = join(work, 'project/deep')
    await mkdir(project, { recursive: true })
    await writeFile(join(work, 'project/waybill.toml'), 'minimum-release-age = "2d"\n')
    expect((await shell(`cd ${project} && waybill config get minimum-release-age`)).stdout.trim()).toBe('2d')
    // Somebody else may have written a project's file: it makes no rule looser.
    await writeFile(
      join(work, 'project/waybill.toml'),
      'minimum-release-age = "1h"\nminimum-release-age-exclude = ["evil"]\n',
    )
    const loose = await shell(`cd ${project} && waybill config list`)
    expect(loose.stdout).toMatch(/minimum-release-age +1d\n/)
    expect(loose.stdout).not.toContain('evil')
    const over = await shell('waybill config list --show-origin', { WAYBILL_MINIMUM_RELEASE_AGE: '4d' })
    expect(over.stdout).toMatch(/minimum-release-age +4d +environment/)
    await expect(shell('waybill config set minimum-release-aeg 3d')).rejects.toThrow(
      /Did you mean minimum-release-age/,
    )
    // The rule holds for every install of this home.
    await expect(shell('waybill install lightning-network-tools')).rejects.toThrow(/held back until/)
  })

  test('a plugin’s own settings: checked, kept for the owner alone when secret, never printed', async () => {
    await shell('waybill install bitcoin-core-wallet')
    await shell('waybill config set --plugin bitcoin-core-wallet password hunter2')
    await expect(shell('waybill config set --plugin bitcoin-core-wallet network moon')).rejects.toThrow(
      /one of "mainnet"/,
    )
    const { stdout } = await shell('waybill config list --plugin bitcoin-core-wallet --show-origin')
    expect(stdout).toMatch(/password +\(secret\)/)
    expect(stdout).not.toContain('hunter2')
    expect(await applied('bitcoin-core-wallet')).toEqual({ testnet: false, password: 'hunter2' })
    for (const file of ['config.toml', 'config/bitcoin-core-wallet.json'])
      expect((await stat(join(home.path, file))).mode & 0o777).toBe(0o600)
  })
})
