import { authorize, isPermitted, type Actor } from '../access/index.ts'
import type { Database } from '../platform/database/index.ts'
import { proofOf } from './domain-proof.ts'
import { requirePublisher, type PublisherContext } from './publishers.ts'
import * as store from './store/index.ts'

/** Something of a publisher that is published; a feature to the right knows them. */
export interface OwnPackage {
  name: string
  /** The newest version that is not yanked. */
  newest: string | null
}

export interface PublisherViewContext extends PublisherContext {
  packagesOf: (database: Database, publisherId: number) => Promise<OwnPackage[]>
}

type PublisherRow = Awaited<ReturnType<typeof requirePublisher>>

/** All that members and the registry's people see of a publisher. */
export async function readPublisher(
  { database, clock, packagesOf }: PublisherViewContext,
  actor: Actor | undefined,
  name: string,
) {
  authorize(actor, 'publisher.read')
  const publisher = await requirePublisher(database, name)
  authorize(actor, 'publisher.read', { publisher })
  const [members, invitations, keys, packages] = await Promise.all([
    store.membersOf(database, publisher.id),
    store.invitationsOf(database, publisher.id, clock()),
    store.keysOfPublishers(database, [publisher.id]),
    packagesOf(database, publisher.id),
  ])
  const role = actor?.memberships.find((own) => own.publisher.id === publisher.id)?.role
  return {
    name,
    kind: publisher.kind,
    createdAt: publisher.created_at,
    ...(role ? { role } : {}),
    ...domainOf(publisher, isPermitted(actor, 'publisher.verify', { publisher })),
    ...(publisher.ownership_changed_at ? { ownershipChangedAt: publisher.ownership_changed_at } : {}),
    members: members.map(({ user_id: id, ...member }) => ({ id, ...member })),
    invitations: invitations.map(({ created_at: createdAt, expires_at: expiresAt, ...row }) => ({
      ...row,
      createdAt,
      expiresAt,
    })),
    keys: keys.map((key) => ({
      keyId: key.key_id,
      validFrom: key.valid_from,
      ...(key.revoked_at ? { revoked: { at: key.revoked_at, reason: key.revoked_reason ?? '' } } : {}),
    })),
    packages: packages.filter((each) => isPermitted(actor, 'publisher.read', { package: each.name })),
  }
}

/** Where the proof of the domain stands; what is to be done for it is told to whoever may do it. */
function domainOf(publisher: PublisherRow, mayProve: boolean) {
  const { name, domain, domain_secret: secret, domain_verified_at: verifiedAt } = publisher
  if (domain === null) return {}
  const proof = mayProve && secret !== null && !verifiedAt && proofOf({ domain, publisher: name, secret })
  return {
    domain: {
      name: domain,
      // Before it is proven, the time is that of the claim.
      ...(verifiedAt ? { verifiedAt, checkedAt: publisher.domain_checked_at ?? verifiedAt } : {}),
      failures: publisher.domain_failures,
      ...(proof ? { proof: { txt: proof.txt, file: proof.file, instructions: proof.instructions } } : {}),
    },
  }
}

/** The publishers that the actor is a member of. */
export async function listPublishers({ database }: PublisherContext, actor: Actor | undefined) {
  const { memberships } = authorize(actor, 'account.read')
  const ids = memberships.map(({ publisher }) => publisher.id)
  const rows = await store.publishersByIds(database, ids)
  return rows.flatMap((row) => {
    const own = memberships.find(({ publisher }) => publisher.id === row.id)
    if (!own) return []
    return [{ name: row.name, kind: row.kind, role: own.role, ...domainOf(row, false) }]
  })
}
