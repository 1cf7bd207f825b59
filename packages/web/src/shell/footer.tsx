import { Link } from '@tanstack/react-router'
import { useEcosystem } from '../ecosystem.ts'

export function Footer() {
  const { name, words } = useEcosystem()
  const group = 'flex flex-col gap-2 text-sm'
  const link = 'w-fit text-muted no-underline hover:text-ink hover:underline'
  return (
    <footer className="mt-8 border-t border-line bg-surface">
      <div className="page grid grid-cols-2 gap-8 py-10 sm:grid-cols-[2fr_1fr_1fr_1fr]">
        <div className="col-span-2 text-sm text-muted sm:col-span-1">
          <p className="font-semibold text-ink">{name}</p>
          <p className="mt-1 max-w-xs">
            Everything here is signed, and every client checks it. Runs on Waybill.
          </p>
        </div>
        <nav aria-label="Find" className={group}>
          <p className="font-medium">Find</p>
          <Link to="/search" className={link}>
            All {words.packages}
          </Link>
          <Link to="/search" search={{ sort: 'trending' }} className={link}>
            Trending
          </Link>
          <Link to="/search" search={{ sort: 'new' }} className={link}>
            New
          </Link>
        </nav>
        <nav aria-label="Publish" className={group}>
          <p className="font-medium">Publish</p>
          <Link to="/dashboard" className={link}>
            Dashboard
          </Link>
          <Link to="/dashboard/submit" className={link}>
            Submit
          </Link>
        </nav>
        <nav aria-label="Develop" className={group}>
          <p className="font-medium">Develop</p>
          <a href="/api/docs" className={link}>
            HTTP API
          </a>
          <a href="/metadata/index.json" className={link}>
            Registry index
          </a>
        </nav>
      </div>
    </footer>
  )
}
