import { generateKeyPairSync, sign as signNative } from 'node:crypto'
import { writeArchive, type PackEntry } from '@waybill/core/archive'
import { api } from '@waybill/core/paths'
import { publicKeyFromPem } from '@waybill/core/trust'

/** Someone who publishes to a registry over plain HTTP, so that tests can also do it wrongly. */
export interface TestPublisher {
  readonly name: string
  readonly token: string
  readonly keyId: string
  readonly publicPem: string
  readonly privatePem: string
  sign(bytes: Uint8Array): Buffer
  /** Publishes an artifact; fields and headers can be replaced. */
  publish(artifact: Uint8Array, change?: PublishChange): Promise<Answer>
  /** Updates a published plugin. */
  update(name: string, artifact: Uint8Array, fields: Record<string, string>): Promise<Answer>
  /** Uploads a package that is to be submitted; fields can be replaced or added. */
  upload(artifact: Uint8Array, fields?: Record<string, string>): Promise<Answer>
  request(method: string, path: string, body?: unknown): Promise<Answer>
}

export interface PublishChange {
  token?: string | undefined
  keyId?: string
  signature?: Uint8Array
}

export interface Answer {
  readonly status: number
  // Tests look into answers freely.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any
}

/** Makes a key, proves its possession and registers it. */
export async function createTestPublisher(url: string, token: string, name: string): Promise<TestPublisher> {
  const pair = generateKeyPairSync('ed25519')
  const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const { keyId } = publicKeyFromPem(publicPem)
  const sign = (bytes: Uint8Array) => signNative(null, bytes, pair.privateKey)
  const headers = (asked: string | undefined = token) => ({ authorization: `Bearer ${asked}` })

  const request: TestPublisher['request'] = async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      headers: body === undefined ? headers() : { ...headers(), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return answer(response)
  }
  const { body: challenge } = await request('POST', api.keyChallenge, { keyId })
  const proof = sign(Buffer.from(challenge.challenge)).toString('base64')
  const registered = await request('POST', api.keys, {
    pem: publicPem,
    challenge: challenge.challenge,
    proof,
  })
  if (registered.status !== 201)
    throw new Error(`the key was not registered: ${JSON.stringify(registered.body)}`)

  async function send(method: string, path: string, artifact: Uint8Array, fields: Record<string, string>) {
    const form = new FormData()
    const all = { keyId, signature: Buffer.from(sign(artifact)).toString('base64'), ...fields }
    for (const [field, value] of Object.entries(all)) form.set(field, value)
    form.set('plugin', new Blob([Buffer.from(artifact)]), 'plugin.zip')
    return answer(await fetch(url + path, { method, headers: headers(), body: form }))
  }

  return {
    name,
    token,
    keyId,
    publicPem,
    privatePem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    sign,
    request,
    async upload(artifact, fields = {}) {
      return send('POST', api.upload, artifact, fields)
    },
    async update(name, artifact, fields) {
      return send('PUT', api.plugin.replace(':name', encodeURIComponent(name)), artifact, fields)
    },
    async publish(artifact, change = {}) {
      const form = new FormData()
      form.set('keyId', change.keyId ?? keyId)
      form.set('signature', Buffer.from(change.signature ?? sign(artifact)).toString('base64'))
      form.set('artifact', new Blob([Buffer.from(artifact)]), 'plugin')
      const authorization =
        'token' in change ? (change.token === undefined ? {} : headers(change.token)) : headers()
      return answer(await fetch(url + api.publish, { method: 'POST', headers: authorization, body: form }))
    },
  }
}

export async function answer(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  return { status: response.status, body: isJson && text !== '' ? JSON.parse(text) : text }
}

/** Packs files given as text or bytes into an artifact. */
export async function packFiles(
  files: Record<string, string | Uint8Array>,
  format: 'tar.gz' | 'zip' = 'tar.gz',
): Promise<Buffer> {
  const entries: PackEntry[] = Object.entries(files).map(([path, content]) => {
    const bytes = Buffer.from(content)
    return {
      path,
      size: bytes.length,
      executable: false,
      content: async function* () {
        yield bytes
      },
    }
  })
  const chunks: Uint8Array[] = []
  for await (const chunk of writeArchive(entries, format)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A small plugin as an artifact. `extra` goes into the manifest's TOML. */
export function packPlugin(
  name: string,
  version: string,
  extra = '',
  files: Record<string, string> = {},
  format: 'tar.gz' | 'zip' = 'tar.gz',
) {
  const manifest = `[package]\nname = "${name}"\nversion = "${version}"\ncategory = "community/experimental"\ndescription = "Test plugin ${name}"\n${extra}`
  return packFiles(
    { 'plugin.toml': manifest, 'index.js': `export const name = '${name}'\n`, ...files },
    format,
  )
}
