import { ShieldOff } from 'lucide-react'
import { EmptyState } from '../../design/states.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { useShown } from './package-data.ts'
import { CheckedFacts, NotChecked } from './security-facts.tsx'
import { Files, Keys } from './security-files.tsx'
import { CheckYourself } from './security-steps.tsx'

export function SecurityTab() {
  const shown = useShown()
  const { words } = useEcosystem()
  if (!shown.version)
    return (
      <EmptyState icon={ShieldOff} title="Nothing of this was verified here">
        This {words.package} is listed only: the registry holds no file and no signature of it. Whatever you
        get elsewhere, check it as its repository says.
      </EmptyState>
    )
  const of = { shown, version: shown.version }
  return (
    <>
      <CheckedFacts {...of} />
      <NotChecked {...of} />
      <CheckYourself {...of} />
      <Files version={shown.version} keys={shown.page.keys} />
      <Keys keys={shown.page.keys} />
    </>
  )
}
