import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pluginConfigFile, userFile } from './files.ts'
import { ConfigManager, ConfigSource } from './manager.ts'
import { appliedConfig, setPluginSetting, usualConfig } from './plugin-settings.ts'
import { readSettings, setSetting, unsetSetting } from './settings.ts'
import { homeWithWallet, scratchFolder } from './test/wallet.ts'

describe('“registry” beside the registries that have names', () => {
  const settingsOf = async (home: Parameters<typeof readSettings>[0]) =>
    Object.fromEntries(
      (await readSettings(home, { cwd: home.path, env: {} }))
        .filter(({ key }) => key.startsWith('registry'))
        .map(({ key, value }) => [key, value]),
    )
  const main = ['registry', 'https://main.example'] as const
  const named = ['registry.private.url', 'https://private.example'] as const

  test.each([true, false])('neither takes the other away (“registry” first: %s)', async (isMainFirst) => {
    const home = await homeWithWallet()
    for (const [key, value] of isMainFirst ? [main, named] : [named, main]) await setSetting(home, key, value)
    expect(await settingsOf(home)).toEqual(Object.fromEntries([main, named]))
    await unsetSetting(home, 'registry')
    expect(await settingsOf(home)).toEqual(Object.fromEntries([named]))
  })

  test('a plain “registry” in a file counts, and stays when another is set', async () => {
    const home = await homeWithWallet()
    await writeFile(userFile(home), 'registry = "https://main.example"\n')
    expect(await settingsOf(home)).toEqual(Object.fromEntries([main]))
    await setSetting(home, ...named)
    expect(await settingsOf(home)).toEqual(Object.fromEntries([main, named]))
    await expect(setSetting(home, 'registry.default.url', 'https://x.example')).rejects.toThrow(/no setting/)
  })

  test('changes at one time all stay', async () => {
    const home = await homeWithWallet()
    const keys = ['a', 'b', 'c', 'd'].map((name) => `registry.${name}.url`)
    await Promise.all(keys.map((key) => setSetting(home, key, 'https://x.example')))
    expect(Object.keys(await settingsOf(home))).toEqual(keys)
  })

  test('what is no way to sign in and no address is refused', async () => {
    const home = await homeWithWallet()
    await expect(setSetting(home, 'registry.private.auth-method', 'pigeon')).rejects.toThrow(
      /token, ldap, oidc/,
    )
    await expect(setSetting(home, 'registry.private.url', 'banana')).rejects.toThrow(/web address/)
  })
})

describe('what is wrong can be found and taken out', () => {
  test.each(['depth = "deep"', 'testent = true'])('of a plugin: %s', async (line) => {
    const home = await homeWithWallet()
    await writeFile(userFile(home), `[extensions.wallet]\nrpc_url = "u"\n${line}\n`)
    await setPluginSetting(home, 'wallet', line.split(' ')[0] ?? '', undefined)
    expect((await (await usualConfig(home)).getExtensionConfig('wallet')).problems).toEqual([])
    expect(await appliedConfig(home, 'wallet')).toEqual({ testnet: false, rpc_url: 'u' })
  })

  test('of a plugin, under [plugins.…] too; what neither file nor manifest has is refused', async () => {
    const home = await homeWithWallet()
    await writeFile(userFile(home), '[plugins.wallet]\nrpc_url = "u"\ndepth = 3\n')
    await setPluginSetting(home, 'wallet', 'depth', undefined)
    expect(await readFile(userFile(home), 'utf8')).not.toContain('depth')
    await expect(setPluginSetting(home, 'wallet', 'depht', undefined)).rejects.toMatchObject({
      hint: 'Did you mean depth?',
    })
  })

  test('a secret that is unset leaves the plugin’s file, though a setting is missing', async () => {
    const home = await homeWithWallet()
    await setPluginSetting(home, 'wallet', 'rpc_url', 'u')
    await setPluginSetting(home, 'wallet', 'password', 'hunter2')
    await setPluginSetting(home, 'wallet', 'rpc_url', undefined)
    await setPluginSetting(home, 'wallet', 'password', undefined)
    expect(await readFile(pluginConfigFile(home, 'wallet'), 'utf8')).not.toContain('hunter2')
  })

  test('of Waybill: unknown keys go, and every complaint names where it stands', async () => {
    const home = await homeWithWallet()
    const read = (env = {}) => readSettings(home, { cwd: home.path, env })
    await writeFile(userFile(home), 'colour = "red"\n[extensions.wallet]\ndepth = 3\n')
    await expect(read()).rejects.toThrow(/config\.toml: .*colour/)
    await expect(unsetSetting(home, 'extensions.wallet.depth')).rejects.toThrow(/no setting/)
    await unsetSetting(home, 'colour')
    await read()
    await expect(read({ WAYBILL_MINIMUM_RELEASE_AGE: 'soon' })).rejects.toThrow(
      /environment \(WAYBILL_MINIMUM_RELEASE_AGE\): “minimum-release-age”/,
    )
  })
})

describe('sources', () => {
  test('what was given for this operation goes over the environment', async () => {
    const home = await homeWithWallet()
    const env = { WAYBILL_REGISTRY: 'https://env.example' }
    const flags = { registry: 'https://flag.example' }
    const settings = await readSettings(home, { cwd: home.path, env, flags })
    expect(settings.find(({ key }) => key === 'registry')).toMatchObject({
      value: 'https://flag.example',
      origin: 'command line',
    })
  })

  test('a source added later wins, the environment too; a name of its own over the general one', async () => {
    const home = await homeWithWallet()
    const file = join(home.path, 'extensions.toml')
    await writeFile(file, '[extensions.wallet]\nrpc_url = "file"\n')
    const env = { WALLET_RPC: 'own', WAYBILL_PLUGIN_WALLET__RPC_URL: 'general' }
    const sources = [ConfigSource.Environment, ConfigSource.File(file)]
    for (const [order, wanted] of [
      [sources, 'file'],
      [sources.toReversed(), 'own'],
    ] as const) {
      const manager = new ConfigManager({ home, env })
      for (const source of order) manager.addSource(source)
      expect((await (await manager.load()).getExtensionConfig('wallet')).get('rpc_url')).toBe(wanted)
    }
  })

  test('a typing error in the environment is a problem; an empty value is none', async () => {
    const home = await homeWithWallet()
    const env = { WALLET_RPC: '', WAYBILL_PLUGIN_WALLET__TESTENT: 'true', WAYBILL_PLUGIN_WALLET__X__Y: '1' }
    const manager = await new ConfigManager({ home, env }).addSource(ConfigSource.Environment).load()
    const { problems } = await manager.getExtensionConfig('wallet')
    expect(problems.map(({ key, isMissing }) => [key, isMissing])).toEqual([
      ['testent', false],
      ['rpc_url', true],
    ])
  })

  test('a required file must be there; a folder named waybill.toml is no project file', async () => {
    const home = await homeWithWallet()
    const source = ConfigSource.File('/nowhere/extensions.toml', { required: true })
    await expect(new ConfigManager({ home }).addSource(source).load()).rejects.toMatchObject({
      code: 'file.unreadable',
    })
    const cwd = await scratchFolder()
    await mkdir(join(cwd, 'waybill.toml'))
    await readSettings(home, { cwd, env: {} })
  })

  test('a plugin’s name leads nowhere else; a broken file is said without its content', async () => {
    const home = await homeWithWallet()
    await expect(appliedConfig(home, '../credentials')).rejects.toMatchObject({ code: 'name.invalid' })
    await mkdir(join(home.path, 'config'))
    await writeFile(pluginConfigFile(home, 'wallet'), 'hunter2')
    const failure = await appliedConfig(home, 'wallet').catch((error: unknown) => error as Error)
    expect(failure).toMatchObject({ code: 'file.unreadable' })
    expect((failure as Error).cause).toBeUndefined()
  })
})
