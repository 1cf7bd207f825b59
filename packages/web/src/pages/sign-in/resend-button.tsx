import { useMutation } from '@tanstack/react-query'
import { api, settled } from '../../api/client.ts'
import { Button } from '../../design/button.tsx'
import { say, sayProblem } from '../../design/toast.tsx'

/** Has the mail that confirms an address sent again. What it says is the same for every address. */
export function ResendButton({ email }: { email: string }) {
  const resend = useMutation({
    mutationFn: () => settled(api.POST('/api/v1/account/email-verification', { body: { email } })),
    onSuccess: () => say('If the address waits to be confirmed, a mail is on its way'),
    onError: sayProblem,
  })
  return (
    <Button
      size="small"
      busy={resend.isPending}
      disabled={resend.isSuccess || email === ''}
      onClick={() => resend.mutate()}
    >
      {resend.isSuccess ? 'Mail sent' : 'Send the mail again'}
    </Button>
  )
}
