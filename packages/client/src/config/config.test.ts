import { readFile, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pluginConfigFile, userFile } from './files.ts'
import { ConfigManager, ConfigSource } from './manager.ts'
import { appliedConfig, setPluginSetting, usualConfig, watchPluginConfig } from './plugin-settings.ts'
import { readSettings, setSetting, unsetSetting } from './settings.ts'
import { homeWithWallet, scratchFolder } from './test/wallet.ts'

const modeOf = async (path: string) => (await stat(path)).mode & 0o777
const valueOf = async (...given: Parameters<typeof readSettings>) =>
  new Map((await readSettings(...given)).map(({ key, value, origin }) => [key, { value, origin }]))

describe('settings of a plugin', () => {
  test('file, environment and command line, the later over the earlier, with origins', async () => {
    const home = await homeWithWallet()
    const file = join(home.path, 'extensions.toml')
    await writeFile(
      file,
      '[extensions.wallet]\nrpc_url = "file"\ndepth = 1\n[plugins.wallet]\ntags = ["a"]\n',
    )
    const env = { WALLET_RPC: 'env', WAYBILL_PLUGIN_WALLET__DEPTH: '2' }
    const manager = await new ConfigManager({ home, env, args: { wallet: { depth: '3' } } })
      .addSource(ConfigSource.File(file))
      .addSource(ConfigSource.Environment)
      .addSource(ConfigSource.CommandLine)
      .load()
    const config = await manager.getExtensionConfig('wallet')
    expect(config.values).toEqual({ testnet: false, rpc_url: 'env', depth: 3, tags: ['a'] })
    expect(config.origins).toEqual({
      testnet: 'default',
      rpc_url: 'environment (WALLET_RPC)',
      depth: 'command line',
      tags: file,
    })
    expect([config.get('depth'), config.get('toString'), config.problems]).toEqual([3, undefined, []])
  })

  test('a file that is not there is none; a broken one is named with its place', async () => {
    const home = await homeWithWallet()
    const file = join(home.path, 'extensions.toml')
    const load = () => new ConfigManager({ home }).addSource(ConfigSource.File(file)).load()
    await load()
    await writeFile(file, '[extensions.wallet]\npassword = hunter2\n')
    await expect(load()).rejects.toMatchObject({
      code: 'usage.invalid',
      message: expect.stringMatching(/extensions\.toml is not valid TOML at line 2, column \d+/) as string,
    })
    await expect(load()).rejects.not.toThrow(/hunter2/)
  })

  test('“~” is the home of the user', async () => {
    const home = await homeWithWallet()
    const file = join(await scratchFolder(), 'extensions.toml')
    await writeFile(file, '[extensions.wallet]\nrpc_url = "tilde"\n')
    const source = ConfigSource.File(`~/${relative(homedir(), file)}`)
    const manager = await new ConfigManager({ home, env: {} }).addSource(source).load()
    expect((await manager.getExtensionConfig('wallet')).get('rpc_url')).toBe('tilde')
  })

  test('asked for too early, or of a plugin that is not installed', async () => {
    const home = await homeWithWallet()
    expect(() => new ConfigManager({ home }).configure('wallet', {})).toThrow(/load\(\) comes before/)
    await expect((await usualConfig(home)).getExtensionConfig('other')).rejects.toMatchObject({
      code: 'package.not_installed',
    })
  })

  test('nothing is applied while something is wrong, and everything that is wrong is said', async () => {
    const home = await homeWithWallet()
    await writeFile(userFile(home), '[extensions.wallet]\ndepth = "deep"\ntestent = true\npassword = 42\n')
    const config = await (await usualConfig(home)).getExtensionConfig('wallet')
    const failure = await config.applyToExtension().catch((error: unknown) => error as Error)
    expect(failure).toMatchObject({ code: 'usage.invalid' })
    for (const part of ['“rpc_url” must be set', '"deep" is not an integer', 'mean “testnet”', '“password”'])
      expect(failure).toMatchObject({ message: expect.stringContaining(part) as string })
    expect(failure).not.toMatchObject({ message: expect.stringContaining('42') as string })
    await expect(stat(pluginConfigFile(home, 'wallet'))).rejects.toThrow('ENOENT')
  })

  test.skipIf(process.platform === 'win32')('files with a secret are for their owner alone', async () => {
    const home = await homeWithWallet()
    await setPluginSetting(home, 'wallet', 'rpc_url', 'http://node')
    expect(await modeOf(pluginConfigFile(home, 'wallet'))).toBe(0o644)
    await setPluginSetting(home, 'wallet', 'password', 'hunter2')
    expect(await modeOf(pluginConfigFile(home, 'wallet'))).toBe(0o600)
    expect(await modeOf(userFile(home))).toBe(0o600)
    expect(await appliedConfig(home, 'wallet')).toEqual({
      testnet: false,
      rpc_url: 'http://node',
      password: 'hunter2',
    })
  })

  test('a wrong value is refused before the file is changed', async () => {
    const home = await homeWithWallet()
    await setPluginSetting(home, 'wallet', 'depth', '3')
    const before = await readFile(userFile(home), 'utf8')
    await expect(setPluginSetting(home, 'wallet', 'depth', 'deep')).rejects.toThrow(/not an integer/)
    await expect(setPluginSetting(home, 'wallet', 'testent', 'true')).rejects.toThrow(/mean “testnet”/)
    expect(await readFile(userFile(home), 'utf8')).toBe(before)
  })

  test('a running host is told each time, though every write is a new file', async () => {
    const home = await homeWithWallet()
    let told = () => {}
    const end = await watchPluginConfig(home, 'wallet', () => told())
    try {
      for (const url of ['http://one', 'http://two']) {
        const change = new Promise<void>((resolve) => (told = resolve))
        await setPluginSetting(home, 'wallet', 'rpc_url', url)
        await change
        expect(await appliedConfig(home, 'wallet')).toMatchObject({ rpc_url: url })
      }
    } finally {
      end()
    }
  })
})

describe('settings of Waybill', () => {
  test('environment over the project over the user over the defaults', async () => {
    const home = await homeWithWallet()
    const cwd = await scratchFolder()
    const read = async (env = {}) => (await valueOf(home, { cwd, env })).get('minimum-release-age')
    expect(await read()).toBeUndefined()
    await setSetting(home, 'minimum-release-age', '1d')
    expect(await read()).toEqual({ value: '1d', origin: userFile(home) })
    const project = join(cwd, 'waybill.toml')
    await writeFile(project, 'minimum-release-age = "2d"\n')
    expect(await read()).toEqual({ value: '2d', origin: project })
    const env = { WAYBILL_MINIMUM_RELEASE_AGE: '3d' }
    expect(await read(env)).toMatchObject({
      value: '3d',
      origin: expect.stringContaining('environment') as string,
    })
    expect((await valueOf(home, { cwd, env })).get('offline')).toEqual({ value: false, origin: 'default' })
  })

  test('a setting comes and goes, and leaves the others and the plugins’ alone', async () => {
    const home = await homeWithWallet()
    await setPluginSetting(home, 'wallet', 'depth', '3')
    await setSetting(home, 'registry.private.url', 'https://registry.acme-corp.internal')
    await setSetting(home, 'registry.private.verify-ssl', 'true')
    await unsetSetting(home, 'registry.private.url')
    const settings = await valueOf(home, { cwd: home.path, env: {} })
    expect(settings.get('registry.private.verify-ssl')?.value).toBe(true)
    expect(settings.has('registry.private.url')).toBe(false)
    expect([...settings.keys()].filter((key) => key.startsWith('extensions'))).toEqual([])
    expect(await readFile(userFile(home), 'utf8')).toContain('depth = 3')
  })

  test('keys that are not known are refused, with the one that was meant', async () => {
    const home = await homeWithWallet()
    await expect(setSetting(home, 'minimum-release-aeg', '3d')).rejects.toMatchObject({
      code: 'usage.invalid',
      hint: 'Did you mean minimum-release-age?',
    })
    await expect(setSetting(home, 'constructor', '3d')).rejects.toThrow(/no setting/)
    await expect(setSetting(home, 'offline', 'perhaps')).rejects.toThrow(/true or false/)
    await expect(stat(userFile(home))).rejects.toThrow('ENOENT')
  })
})
