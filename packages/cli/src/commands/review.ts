import type { Command } from 'commander'
import { addCommands, examples } from '../define.ts'

export function define(command: Command): void {
  command.description('Review what was submitted to a registry, as one of its reviewers.')
  addCommands(command, [
    { name: 'queue', summary: 'List what waits for a decision', load: () => import('./review/queue.ts') },
    { name: 'show', summary: 'Show a submission and its checks', load: () => import('./review/show.ts') },
    { name: 'claim', summary: 'Take a submission on', load: () => import('./review/claim.ts') },
    { name: 'release', summary: 'Give a claim back', load: () => import('./review/release.ts') },
    { name: 'diff', summary: 'Show what a submission changes', load: () => import('./review/diff.ts') },
    {
      name: 'comment',
      summary: 'Comment on it, a file or a line',
      load: () => import('./review/comment.ts'),
    },
    { name: 'approve', summary: 'Let it be published', load: () => import('./review/approve.ts') },
    {
      name: 'request-changes',
      summary: 'Send it back to be revised',
      load: () => import('./review/request-changes.ts'),
    },
    { name: 'reject', summary: 'Reject it', load: () => import('./review/reject.ts') },
  ])
  examples(
    command,
    ['waybill review queue --claim free', 'what nobody has taken on'],
    ['waybill review diff sub_3f0c', 'permissions first, then files'],
  )
}
