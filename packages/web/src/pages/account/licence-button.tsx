import { useMutation } from '@tanstack/react-query'
import { FileDown } from 'lucide-react'
import { api, settled } from '../../api/client.ts'
import { Button } from '../../design/button.tsx'
import { downloadText } from '../../design/download.ts'
import { date } from '../../design/format.ts'
import { say, sayProblem } from '../../design/toast.tsx'

/** Fetches a licence for a package that the account may use, as a file. */
export function LicenceButton({ name, size = 'normal' }: { name: string; size?: 'small' | 'normal' }) {
  const licence = useMutation({
    mutationFn: () => settled(api.POST('/api/v1/licences', { body: { name } })),
    onSuccess: ({ token, expiresAt }) => {
      downloadText(`${name.replaceAll(/[^a-z0-9._-]+/g, '-').replace(/^-/, '')}.licence`, `${token}\n`)
      say(`The licence lasts until ${date(expiresAt)}; fetch a new one then`)
    },
    onError: sayProblem,
  })
  return (
    <Button size={size} busy={licence.isPending} onClick={() => licence.mutate()}>
      <FileDown aria-hidden className="size-4" />
      Download the licence
    </Button>
  )
}
