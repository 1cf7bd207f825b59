import {
  Ban,
  CircleCheck,
  CircleX,
  Clock,
  LoaderCircle,
  PencilLine,
  Undo2,
  Upload,
  type LucideIcon,
} from 'lucide-react'
import { Badge } from '../design/badge.tsx'
import { stateWords, type State } from './submission-words.ts'

const icons: Readonly<Record<State, LucideIcon>> = {
  uploaded: Upload,
  validating: LoaderCircle,
  in_review: Clock,
  changes_requested: PencilLine,
  approved: CircleCheck,
  published: CircleCheck,
  rejected: CircleX,
  withdrawn: Undo2,
}

/** Where a submission stands, in a word or two. */
export function StateBadge({ state }: { state: State }) {
  const { says, tone } = stateWords[state] ?? { says: state, tone: 'neutral' as const }
  return (
    <Badge tone={tone} icon={icons[state] ?? Ban}>
      {says}
    </Badge>
  )
}
