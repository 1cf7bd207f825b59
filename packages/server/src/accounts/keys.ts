import { randomBytes } from 'node:crypto'
import { WaybillError } from '@waybill/core/errors'
import { publicKeyFromPem, verifyBytes } from '@waybill/core/trust'
import { authorize, isPermitted, type Actor, type Operation, type PublisherRef } from '../access/index.ts'
import { minute, type Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { Outbox } from '../platform/outbox.ts'
import { keyRevoked } from './events.ts'
import * as store from './store/index.ts'

export interface KeyContext {
  database: Database
  clock: Clock
  outbox: Outbox
}

/** A text to sign with the key that is to be registered; good for ten minutes and for one try. */
export async function challengeKey(
  { database, clock }: KeyContext,
  actor: Actor | undefined,
  { keyId, publisher: named }: { keyId: string; publisher?: string | undefined },
) {
  const publisher = publisherOf(actor, 'key.register', named)
  const expiresAt = new Date(clock().getTime() + 10 * minute)
  const challenge = `waybill key registration\npublisher ${publisher.name}\nkey ${keyId}\nnonce ${randomBytes(32).toString('hex')}\n`
  await store.insertChallenge(
    database,
    { challenge, publisher_id: publisher.id, key_id: keyId, expires_at: expiresAt },
    clock(),
  )
  return { challenge, expiresAt }
}

/**
 * Registers a public key to the actor's publisher, once possession of the private key is proven by the signed
 * challenge. Throws `key.invalid`, `key.proof_failed` or `key.exists`.
 */
export async function registerKey(
  { database, clock }: KeyContext,
  actor: Actor | undefined,
  request: { pem: string; challenge: string; proof: string; publisher?: string | undefined },
) {
  const publisher = publisherOf(actor, 'key.register', request.publisher)
  const key = publicKeyFromPem(request.pem)
  const challenge = await store.takeChallenge(database, request.challenge, publisher.id)
  if (!challenge || challenge.key_id !== key.keyId || challenge.expires_at < clock()) {
    throw new WaybillError('key.proof_failed', 'The challenge is unknown, used, expired or of another key.', {
      hint: 'Ask for a new challenge and sign that.',
    })
  }
  if (!verifyBytes(key.pem, Buffer.from(request.proof, 'base64'), Buffer.from(request.challenge))) {
    throw new WaybillError('key.proof_failed', 'The proof is not a signature of the challenge by this key.', {
      hint: 'Sign the UTF-8 bytes of the challenge with the private key that belongs to the public key.',
    })
  }
  const validFrom = clock()
  const row = { key_id: key.keyId, publisher_id: publisher.id, pem: key.pem, valid_from: validFrom }
  if (!(await store.insertKey(database, row))) {
    const existing = await store.keyById(database, key.keyId)
    // Registering twice is no error: what was asked for is so.
    if (existing?.publisher_id === publisher.id && !existing.revoked_at)
      return { keyId: key.keyId, publisher: publisher.name, validFrom: existing.valid_from }
    throw new WaybillError('key.exists', `The key ${key.keyId.slice(0, 16)}… is registered already.`, {
      hint: 'A key belongs to one publisher for good; make another with “waybill keygen”.',
      details: { keyId: key.keyId },
    })
  }
  return { keyId: key.keyId, publisher: publisher.name, validFrom }
}

export async function listKeys({ database }: KeyContext, actor: Actor | undefined) {
  const { memberships } = authorize(actor, 'key.list')
  return store.keysOfPublishers(
    database,
    memberships.map(({ publisher }) => publisher.id),
  )
}

/** Revokes a key for good: clients refuse everything signed with it. Throws `key.not_found`. */
export async function revokeKey(
  { database, clock, outbox }: KeyContext,
  actor: Actor | undefined,
  keyId: string,
  reason: string,
) {
  authorize(actor, 'key.revoke')
  const key = await store.keyById(database, keyId)
  if (!key)
    throw new WaybillError('key.not_found', `There is no key ${keyId.slice(0, 16)}….`, {
      hint: '“waybill key list” shows yours.',
    })
  authorize(actor, 'key.revoke', { publisher: { id: key.publisher_id, name: key.publisher } })
  const at = clock()
  await database.transaction().execute(async (transaction) => {
    if (await store.markKeyRevoked(transaction, keyId, at, reason))
      await outbox.emit(transaction, keyRevoked, { keyId })
  })
}

/** The publisher that the actor names, or the only one it may do this for. Throws `usage.invalid` or `auth.forbidden`. */
export function publisherOf(
  actor: Actor | undefined,
  operation: Operation,
  named: string | undefined,
): PublisherRef {
  const { memberships } = authorize(actor, operation)
  const own = memberships.map(({ publisher }) => publisher)
  if (named !== undefined) {
    const publisher = own.find(({ name }) => name === named)
    // Zero is no publisher's id: the refusal is the same for one that is another's and one that is not there.
    authorize(actor, operation, { publisher: publisher ?? { id: 0, name: named } })
    if (publisher) return publisher
  }
  const possible = own.filter((publisher) => isPermitted(actor, operation, { publisher }))
  const [only] = possible
  if (only && possible.length === 1) return only
  throw new WaybillError('usage.invalid', 'It is not clear which publisher this is for.', {
    hint: `Name one of ${possible.map(({ name }) => name).join(', ')} (--publisher).`,
    details: { field: 'body.publisher', publishers: possible.map(({ name }) => name) },
  })
}
