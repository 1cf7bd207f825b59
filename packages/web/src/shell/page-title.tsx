import { useEcosystem } from '../ecosystem.ts'

/** The title of the window: what the page is, then whose registry this is. */
export function PageTitle({ of }: { of: string }) {
  const { name } = useEcosystem()
  return <title>{`${of} · ${name}`}</title>
}
