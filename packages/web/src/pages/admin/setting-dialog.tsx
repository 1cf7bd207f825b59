import { CodeBlock } from '../../design/copy.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { originText, type Setting } from './setting-words.ts'
import { yamlFor } from './yaml-words.ts'

/** Where a setting is to be changed. The page itself changes none: all of them are read at the start. */
export function SettingDialog({
  setting,
  file,
  onClose,
}: {
  setting: Setting
  file: string | null
  onClose: () => void
}) {
  const { key, value, origin } = setting
  const isSecret = value === '(set)'
  return (
    <Dialog open onClose={onClose} title="Where to change it">
      <div className="flex flex-col gap-3">
        <p className="font-mono text-sm font-medium [overflow-wrap:anywhere]">{key}</p>
        {origin === 'environment' ? (
          <p>
            It was given outside of the file: <strong>{originText(setting)}</strong>. Change it there: what
            stands in the file counts only without it.
          </p>
        ) : (
          <>
            <p>
              {file === null ? (
                <>
                  Write it into a YAML file and name that file in{' '}
                  <code className="font-mono text-sm">WAYBILL_CONFIG</code>:
                </>
              ) : (
                <>
                  {origin === 'file' ? 'It stands in' : 'Write it into'}{' '}
                  <code className="font-mono text-sm [overflow-wrap:anywhere]">{file}</code>:
                </>
              )}
            </p>
            <CodeBlock text={yamlFor(key, isSecret ? null : value)} what="the setting" />
          </>
        )}
        {isSecret && <p className="text-sm text-muted">It is a secret: its value is shown to nobody.</p>}
        <p className="text-sm text-muted">Then start the registry again: settings are read at the start.</p>
      </div>
    </Dialog>
  )
}
