import { z } from 'zod'
import { checkStates } from './progress.ts'
import { states } from './submission.ts'

export const stateSchema = z.enum(states)

const evidence = z.object({ file: z.string().optional(), line: z.int().optional(), text: z.string() })
/** What is told of a submission. */
export const viewSchema = z.object({
  id: z.string(),
  status: stateSchema,
  publisher: z.string(),
  name: z.string().optional(),
  version: z.string().optional(),
  reviewProgress: z.int().describe('per cent'),
  feedback: z.array(
    z.object({
      at: z.date(),
      from: z.string(),
      text: z.string(),
      file: z.string().optional(),
      line: z.int().optional(),
      revision: z.int().optional(),
    }),
  ),
  estimatedCompletion: z.string().describe('ISO 8601, or “unknown” while there is no history'),
  estimatedReviewTime: z.string(),
  estimate: z
    .object({ seconds: z.int(), upperSeconds: z.int(), basis: z.int(), latest: z.date() })
    .optional()
    .describe('median and ninth decile of the decisions it rests on'),
  place: z.int().optional().describe('in the queue, from 1'),
  inReview: z.boolean().describe('a reviewer has it now'),
  checks: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      status: z.enum(['pass', 'warn', 'fail', 'error']),
      summary: z.string(),
      evidence: z.array(evidence),
    }),
  ),
  progress: z
    .array(z.object({ id: z.string(), title: z.string(), state: z.enum(checkStates) }))
    .describe('every check in its order, those that are still to come among them'),
  uploads: z.array(
    z.object({ packageId: z.string(), revision: z.int(), size: z.int(), sha256: z.string(), at: z.date() }),
  ),
  history: z.array(
    z.object({ at: z.date(), action: z.string(), state: stateSchema, by: z.string(), why: z.string() }),
  ),
  next: z.string(),
  reviewUrl: z.string(),
})
