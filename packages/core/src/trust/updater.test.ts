import { generateKeyPairSync } from 'node:crypto'
import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  binNames,
  binOf,
  buildBin,
  buildRoot,
  buildSnapshot,
  buildTargets,
  buildTimestamp,
  checkClock,
  sign,
  signingKeyFromPem,
  Updater,
  type SigningKey,
} from './index.ts'

const now = new Date('2026-06-01T12:00:00Z')
const hour = 3_600_000
const inDays = (days: number) => new Date(now.getTime() + days * 24 * hour)

function newKey(): SigningKey {
  return signingKeyFromPem(
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  )
}

/** A repository in memory that signs whatever a test wants. */
class Repository {
  files = new Map<string, Uint8Array>()
  fetched: string[] = []
  version = 0
  rootVersion = 0
  keys = { root: newKey(), targets: newKey(), snapshot: newKey(), timestamp: newKey(), bins: newKey() }
  targets: Record<string, { length: number; sha256: string }> = {}
  expires = {
    root: inDays(365),
    targets: inDays(180),
    bins: inDays(180),
    snapshot: inDays(14),
    timestamp: inDays(7),
  }

  root(signers = [this.keys.root]): Uint8Array {
    this.rootVersion++
    const { root, targets, snapshot, timestamp } = this.keys
    const bytes = sign(
      buildRoot({
        version: this.rootVersion,
        expires: this.expires.root,
        keys: {
          root: [root.publicKey],
          targets: [targets.publicKey],
          snapshot: [snapshot.publicKey],
          timestamp: [timestamp.publicKey],
        },
      }),
      signers,
    )
    this.files.set(`${this.rootVersion}.root.json`, bytes)
    return bytes
  }

  add(path: string, content: string): void {
    const bytes = Buffer.from(content)
    this.targets[path] = { length: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
  }

  publish(version = ++this.version): void {
    this.version = version
    const meta: Record<string, number> = { 'targets.json': version }
    const bins = { keys: [this.keys.bins.publicKey], bitLength: 4, namePrefix: 'bin' }
    this.files.set(
      `${version}.targets.json`,
      sign(buildTargets({ version, expires: this.expires.targets, bins }), [this.keys.targets]),
    )
    for (const bin of binNames(4)) {
      const own = Object.fromEntries(Object.entries(this.targets).filter(([path]) => binOf(path, 4) === bin))
      this.files.set(
        `${version}.${bin}.json`,
        sign(buildBin({ version, expires: this.expires.bins, targets: own }), [this.keys.bins]),
      )
      meta[`${bin}.json`] = version
    }
    const snapshot = sign(buildSnapshot({ version, expires: this.expires.snapshot, meta }), [
      this.keys.snapshot,
    ])
    this.files.set(`${version}.snapshot.json`, snapshot)
    const named = {
      version,
      length: snapshot.length,
      sha256: createHash('sha256').update(snapshot).digest('hex'),
    }
    this.files.set(
      'timestamp.json',
      sign(buildTimestamp({ version, expires: this.expires.timestamp, snapshot: named, issued: now }), [
        this.keys.timestamp,
      ]),
    )
  }

  change(file: string, edit: (json: { signatures: { sig: string }[] }) => void): void {
    const json = JSON.parse(Buffer.from(this.files.get(file)!).toString())
    edit(json)
    this.files.set(file, Buffer.from(JSON.stringify(json)))
  }
}

let repository: Repository
let store: Map<string, Uint8Array>

function updater(options: Partial<ConstructorParameters<typeof Updater>[0]> = {}): Updater {
  return new Updater({
    store: {
      load: async (name) => store.get(name),
      save: async (name, bytes) => void store.set(name, bytes),
    },
    fetcher: {
      fetch: async (file) => {
        repository.fetched.push(file)
        return repository.files.get(file)
      },
    },
    now,
    ...options,
  })
}

const refused = (code: string, options = {}) =>
  expect(updater(options).refresh()).rejects.toMatchObject({ code, exit: 3 })

beforeEach(() => {
  repository = new Repository()
  store = new Map([['root', repository.root()]])
  repository.add('packages/a.json', 'document of a')
  repository.publish()
})

describe('an honest repository', () => {
  test('is followed, and only the bin of the target is fetched', async () => {
    const client = updater()
    const info = await client.targetInfo('packages/a.json')
    expect(info).toMatchObject({ length: 13 })
    expect(repository.fetched.filter((file) => file.includes('bin-'))).toEqual([
      `1.${binOf('packages/a.json', 4)}.json`,
    ])
    expect(client.issued).toEqual(now)
    client.verifyTarget('packages/a.json', info!, Buffer.from('document of a'))
    expect(() => client.verifyTarget('packages/a.json', info!, Buffer.from('document of b'))).toThrowError(
      expect.objectContaining({ code: 'trust.mismatch' }),
    )
  })

  test('names unknown targets as unknown, also those that objects have by nature', async () => {
    const client = updater()
    for (const path of ['packages/none.json', '__proto__', 'constructor', 'toString'])
      expect(await client.targetInfo(path)).toBeUndefined()
  })

  test('costs one request when nothing changed, besides the next root', async () => {
    await updater().targetInfo('packages/a.json')
    repository.fetched = []
    await updater().targetInfo('packages/a.json')
    expect(repository.fetched).toEqual(['2.root.json', 'timestamp.json'])
  })

  test('may rotate every key over several roots', async () => {
    await updater().refresh()
    for (let i = 0; i < 3; i++) {
      const former = repository.keys.root
      repository.keys = {
        root: newKey(),
        targets: newKey(),
        snapshot: newKey(),
        timestamp: newKey(),
        bins: newKey(),
      }
      repository.root([former, repository.keys.root])
    }
    repository.publish()
    await updater().refresh()
    expect(Buffer.from(store.get('root')!).equals(repository.files.get('4.root.json')!)).toBe(true)
  })

  test('recovers from a version that ran ahead when the keys are rotated', async () => {
    repository.publish(1_000_000)
    await updater().refresh()
    repository.publish(5)
    await refused('trust.rollback')
    repository.keys.timestamp = newKey()
    repository.keys.snapshot = newKey()
    repository.root([repository.keys.root])
    repository.publish(6)
    await updater().refresh()
  })
})

describe('what is refused', () => {
  test('signatures by other keys, too few, doubled, or of changed content', async () => {
    repository.change('timestamp.json', (json) => (json.signatures[0]!.sig = 'ab'.repeat(64)))
    await refused('trust.signature')
    repository.keys.timestamp = newKey()
    repository.publish()
    await refused('trust.signature')
    repository.change('timestamp.json', (json) => {
      const { signatures } = json
      signatures.push(signatures[0]!)
    })
    await refused('trust.malformed')
  })

  test('a root of a threshold that one key meets under two names', async () => {
    const root = JSON.parse(Buffer.from(repository.root()).toString())
    const [keyid] = root.signed.roles.root.keyids
    root.signed.keys.alias = root.signed.keys[keyid]
    root.signed.roles.root = { keyids: [keyid, 'alias'], threshold: 2 }
    const signed = JSON.parse(Buffer.from(sign(root.signed, [repository.keys.root])).toString())
    signed.signatures.push({ keyid: 'alias', sig: signed.signatures[0].sig })
    repository.files.set('2.root.json', Buffer.from(JSON.stringify(signed)))
    await refused('trust.signature')
  })

  test('a root that skips a version, or is not signed by its predecessor', async () => {
    repository.rootVersion = 2
    repository.files.set('2.root.json', repository.root())
    await refused('trust.rollback')
    repository.files.clear()
    repository.rootVersion = 1
    repository.keys.root = newKey()
    repository.root()
    repository.publish()
    await refused('trust.signature')
  })

  test.each(['root', 'timestamp', 'snapshot', 'targets'] as const)('an expired %s', async (role) => {
    repository.expires[role] = inDays(-1)
    if (role === 'root') {
      repository.rootVersion = 0
      store.set('root', repository.root())
    }
    repository.publish()
    await refused('trust.expired')
  })

  test('an expired bin, when it is asked', async () => {
    repository.expires.bins = inDays(-1)
    repository.publish()
    await expect(updater().targetInfo('packages/a.json')).rejects.toMatchObject({ code: 'trust.expired' })
  })

  test('files that are older than what was seen', async () => {
    await updater().refresh()
    const old = new Map(repository.files)
    repository.publish()
    await updater().refresh()
    repository.files = old
    await refused('trust.rollback')
  })

  test('a snapshot that drops or turns back a file', async () => {
    await updater().refresh()
    const version = ++repository.version + 1
    repository.publish(version)
    const resign = (meta: Record<string, number>) => {
      const snapshot = sign(buildSnapshot({ version, expires: inDays(14), meta }), [repository.keys.snapshot])
      repository.files.set(`${version}.snapshot.json`, snapshot)
      const named = {
        version,
        length: snapshot.length,
        sha256: createHash('sha256').update(snapshot).digest('hex'),
      }
      repository.files.set(
        'timestamp.json',
        sign(buildTimestamp({ version, expires: inDays(7), snapshot: named }), [repository.keys.timestamp]),
      )
    }
    resign({ 'targets.json': version })
    await refused('trust.rollback')
  })

  test('files that are missing, swapped between versions, or of another repository', async () => {
    const first = new Map(repository.files)
    repository.publish()
    repository.files.set('2.snapshot.json', first.get('1.snapshot.json')!)
    await refused('trust.mismatch')
    repository.files.delete('2.snapshot.json')
    await refused('trust.mismatch')
    repository.publish()
    const other = new Repository()
    other.publish(3)
    repository.files.set('3.targets.json', other.files.get('3.targets.json')!)
    await refused('trust.signature')
  })

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"signed":{}}',
    '{"signed":null,"signatures":[]}',
    '<html></html>',
    '{"signatures":[],"signed":{"_type":"root"}}',
    '['.repeat(100_000),
  ])('a timestamp that reads %j', async (text) => {
    repository.files.set('timestamp.json', Buffer.from(text.slice(0, 200_000)))
    await refused('trust.malformed')
  })
})

describe('the store', () => {
  test('that is damaged costs a fetch, except for the root, which is trust itself', async () => {
    await updater().targetInfo('packages/a.json')
    for (const name of [...store.keys()].filter((each) => each !== 'root'))
      store.set(name, Buffer.from('{"half'))
    expect(await updater().targetInfo('packages/a.json')).toBeDefined()
    store.set('root', store.get('root')!.subarray(0, 100))
    await refused('trust.no_root')
    store.delete('root')
    await refused('trust.no_root')
  })

  test('keeps unknown fields of what was signed', async () => {
    await updater().refresh()
    expect(Buffer.from(store.get('timestamp')!).toString()).toContain('x-waybill-issued')
  })
})

describe('time', () => {
  test('expired metadata is taken only under a policy with an end, and each use is told', async () => {
    const told: string[] = []
    const later = inDays(8)
    const policy = {
      now: later,
      acceptExpiredUntil: inDays(9),
      onExpiredAccepted: (role: string) => told.push(role),
    }
    await refused('trust.expired', { now: later })
    await refused('trust.expired', { ...policy, acceptExpiredUntil: inDays(7.5) })
    await updater(policy).refresh()
    expect(told).toEqual(['timestamp'])
  })

  test('an expiry that only this machine sees is a wrong clock', async () => {
    await refused('trust.clock_wrong', { now: inDays(8), registryTime: () => now })
  })

  test('a clock is compared with the signed time and the registry’s', () => {
    const ahead = new Date(now.getTime() + 2 * hour)
    expect(() => checkClock({ now, issued: ahead })).toThrowError(
      expect.objectContaining({ code: 'trust.clock_wrong' }),
    )
    expect(() => checkClock({ now: ahead, registryTime: now })).toThrowError(/2\.0 hours ahead/)
    expect(() => checkClock({ now: ahead, issued: now })).not.toThrow()
    expect(() =>
      checkClock({ now, issued: now, registryTime: new Date(now.getTime() + 60_000) }),
    ).not.toThrow()
  })
})
