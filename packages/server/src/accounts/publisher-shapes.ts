import { z } from 'zod'
import { memberRoles } from '../access/index.ts'

export const role = z.enum(memberRoles)

export const domain = z.object({
  name: z.string(),
  verifiedAt: z.date().optional(),
  checkedAt: z.date().optional(),
  failures: z.int().describe('how often in a row the proof was not found'),
  proof: z
    .object({
      txt: z.object({ name: z.string(), value: z.string() }),
      file: z.object({ url: z.string(), line: z.string() }),
      instructions: z.string(),
    })
    .optional()
    .describe('what is still to be done, for whoever may do it'),
})

export const publisherView = z.object({
  name: z.string(),
  kind: z.string(),
  createdAt: z.date(),
  role: role.optional().describe('one’s own'),
  domain: domain.optional(),
  ownershipChangedAt: z.date().optional(),
  members: z.array(z.object({ id: z.string(), name: z.string(), email: z.string(), role, since: z.date() })),
  invitations: z.array(
    z.object({
      id: z.string(),
      email: z.string(),
      role,
      transfers: z.boolean(),
      createdAt: z.date(),
      expiresAt: z.date(),
    }),
  ),
  keys: z.array(
    z.object({
      keyId: z.string(),
      validFrom: z.date(),
      revoked: z.object({ at: z.date(), reason: z.string() }).optional(),
    }),
  ),
  packages: z.array(z.object({ name: z.string(), newest: z.string().nullable() })),
})
