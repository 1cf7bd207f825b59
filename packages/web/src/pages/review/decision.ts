export const decisions = ['approve', 'request_changes', 'reject'] as const
export type Decision = (typeof decisions)[number]

/** What is still missing before a decision can be made, in words. */
export function missingFor(
  decision: Decision | undefined,
  {
    reason,
    comments,
    checklist,
    ticked,
  }: { reason: string; comments: number; checklist: readonly string[]; ticked: ReadonlySet<string> },
): string[] {
  if (decision === undefined) return ['Choose what happens.']
  if (decision === 'approve')
    return checklist.filter((point) => !ticked.has(point)).map((point) => `Tick “${point}”.`)
  return reason.trim() === '' && comments === 0 ? ['Say why, here or in a comment on a line.'] : []
}

/** What was kept of a decision that is not made yet. */
export interface DecisionDraft {
  decision?: Decision
  reason: string
  ticked: string[]
}

/** Reads what was kept; whatever it is. */
export function readDecision(text: string): DecisionDraft {
  try {
    const { decision, reason, ticked } = JSON.parse(text || '{}') as Record<string, unknown>
    const known = decisions.find((each) => each === decision)
    return {
      ...(known && { decision: known }),
      reason: typeof reason === 'string' ? reason : '',
      ticked: Array.isArray(ticked) ? ticked.filter((point) => typeof point === 'string') : [],
    }
  } catch {
    return { reason: '', ticked: [] }
  }
}
