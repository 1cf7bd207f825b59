import { PageHeader } from '../../design/layout.tsx'
import { PageTitle } from '../../shell/page-title.tsx'
import { AuthenticatorPanel } from './authenticator-panel.tsx'
import { PasskeysPanel } from './passkeys-panel.tsx'
import { PasswordPanel } from './password-panel.tsx'

export function SecurityPage() {
  return (
    <>
      <PageTitle of="Security" />
      <PageHeader
        title="Security"
        says="How you sign in. Every change here is told to your address by mail."
      />
      <PasskeysPanel />
      <AuthenticatorPanel />
      <PasswordPanel />
    </>
  )
}
