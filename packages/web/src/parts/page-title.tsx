import { useEcosystem } from '../ecosystem.ts'

/** The title of the window: what is shown, then whose registry it is. */
export function PageTitle({ title }: { title: string }) {
  const { name } = useEcosystem()
  return <title>{`${title} · ${name}`}</title>
}
