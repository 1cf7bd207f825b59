import { reading, type Answer } from '../../api/client.ts'
import { refresh } from '../../api/queries.ts'
import type { MemberRole } from '../../member-roles.ts'

export type Publisher = Answer<'/api/v1/publishers/{publisher}'>
export type Member = Publisher['members'][number]

export const readingPublisher = (publisher: string) =>
  reading('/api/v1/publishers/{publisher}', { params: { path: { publisher } } })

/** After a change of a publisher; its members’ roles stand in the account too. */
export const publisherChanged = () =>
  refresh('/api/v1/publishers/{publisher}', '/api/v1/publishers', '/api/v1/account', '/api/v1/keys')

/** What a role lets one do on this page; the registry asks again. */
export function permitted(role: MemberRole | undefined) {
  const manages = role === 'owner' || role === 'maintainer'
  return { owns: role === 'owner', manages, publishes: manages || role === 'publisher' }
}
