import { BookOpen, Check, Package, Plus, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Problem } from '../../api/problem.ts'
import { Badge, Banner, type Tone } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { CodeBlock, CopyLine } from '../../design/copy.tsx'
import { ConfirmDialog, Dialog } from '../../design/dialog.tsx'
import { Facts, PageHeader, Progress, Sparkline, Table } from '../../design/layout.tsx'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../design/menu.tsx'
import { EmptyState, ProblemNote, ProblemPage, Skeleton, SkeletonRows } from '../../design/states.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { Count, Kbd, Monogram, Stars, Time } from '../../design/text.tsx'
import { say, sayProblem } from '../../design/toast.tsx'
import { Tooltip } from '../../design/tooltip.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { Part, Row } from './part.tsx'
import { FieldsPart } from './fields-part.tsx'
import { TokensPart } from './tokens-part.tsx'

const failed = new Problem({
  status: 422,
  code: 'manifest.invalid',
  message: 'The manifest has no description.',
  hint: 'Add “description” to [package] in plugin.toml, then submit again.',
})
const tones: readonly Tone[] = ['neutral', 'accent', 'good', 'warn', 'bad']

/** Every component in every state, to look at them side by side. */
export function DesignPage() {
  const { name } = useEcosystem()
  const [dialog, setDialog] = useState<'plain' | 'confirm'>()
  return (
    <div className="flex flex-col gap-8">
      <title>{`Design · ${name}`}</title>
      <PageHeader
        title="Design"
        says="Every component in every state. What pages are made of, and nothing else."
      />
      <TokensPart />
      <Part title="Buttons">
        <Row>
          <Button variant="primary">Publish</Button>
          <Button>Compare</Button>
          <Button variant="quiet">Cancel</Button>
          <Button variant="danger">Delete</Button>
        </Row>
        <Row>
          <Button variant="primary" disabled>
            Publish
          </Button>
          <Button disabled>Compare</Button>
          <Button variant="primary" busy>
            Publishing
          </Button>
          <Button variant="danger" busy>
            Deleting
          </Button>
        </Row>
        <Row>
          <Button size="small">Small</Button>
          <Button>Normal</Button>
          <Button size="large" variant="primary">
            Large
          </Button>
          <Button square aria-label="Add">
            <Plus aria-hidden className="size-5" />
          </Button>
        </Row>
      </Part>
      <FieldsPart />
      <Part title="Badges and banners">
        <Row>
          {tones.map((tone) => (
            <Badge key={tone} tone={tone} icon={Check}>
              {tone}
            </Badge>
          ))}
        </Row>
        {tones.map((tone) => (
          <Banner
            key={tone}
            tone={tone}
            icon={TriangleAlert}
            title={`A banner that is ${tone}`}
            action={<Button size="small">Act</Button>}
          >
            It says what happened, and what to do.
          </Banner>
        ))}
      </Part>
      <Part title="Text">
        <Row>
          <Time at="2026-11-18T09:00:00Z" />
          <Count of={1_234_567} />
          <Stars average={4.4} count={1280} />
          <Kbd>Ctrl K</Kbd>
          <a href="#top" className="link">
            A link
          </a>
          <Tooltip says="What the icon means, said again in the text">
            <Button size="small">With a remark</Button>
          </Tooltip>
        </Row>
        <Row>
          {['alpha', 'beta', 'gamma', '@scope/delta', 'epsilon'].map((word) => (
            <Monogram key={word} name={word} />
          ))}
          <Monogram name="small" size="small" />
          <Monogram name="large" size="large" />
        </Row>
        <CopyLine text="waybill install tidy-links" what="the command" prompt />
        <CodeBlock
          text={"import { Registry } from '@waybill/client'\n\nconst registry = new Registry()"}
          what="the code"
        />
      </Part>
      <Part title="Menus, tabs, dialogs, notes">
        <Row>
          <Menu trigger={<Button>Menu</Button>}>
            <MenuLabel>Version 1.2.0</MenuLabel>
            <MenuItem icon={BookOpen} onSelect={() => say('Opened')}>
              Open
            </MenuItem>
            <MenuItem disabled onSelect={() => undefined}>
              Not now
            </MenuItem>
            <MenuSeparator />
            <MenuItem onSelect={() => sayProblem(failed)}>Fail</MenuItem>
          </Menu>
          <Button onClick={() => setDialog('plain')}>Dialog</Button>
          <Button onClick={() => setDialog('confirm')}>Confirm</Button>
          <Button onClick={() => say('Saved', { label: 'Undo', run: () => say('Undone') })}>Say</Button>
          <Button onClick={() => sayProblem(failed)}>Say a problem</Button>
        </Row>
        <Tabs
          label="Views"
          tabs={[
            { value: 'one', title: 'First', content: <p>The first view.</p> },
            { value: 'two', title: 'Second', content: <p>The second view.</p> },
          ]}
        />
        <Dialog open={dialog === 'plain'} onClose={() => setDialog(undefined)} title="A dialog">
          <p>It holds the focus until it is closed.</p>
        </Dialog>
        <ConfirmDialog
          open={dialog === 'confirm'}
          onClose={() => setDialog(undefined)}
          title="Take version 1.2.0 back?"
          action="Take back"
          typed="tidy-links"
          onConfirm={async () => say('Taken back')}
        >
          <p>Its files are deleted, and the number can never be used again.</p>
        </ConfirmDialog>
      </Part>
      <Part title="Data">
        <Table caption="Versions" head={['Version', 'Published', 'Size']}>
          {['1.2.0', '1.1.0', '1.0.0'].map((version) => (
            <tr key={version}>
              <td className="font-mono">{version}</td>
              <td>
                <Time at="2026-05-04T10:00:00Z" />
              </td>
              <td>24 KB</td>
            </tr>
          ))}
        </Table>
        <Facts
          facts={[
            ['Publisher', 'adaware'],
            ['Licence', 'MIT'],
            ['Fingerprint', <code className="font-mono">{'3f9a'.repeat(16)}</code>],
          ]}
        />
        <Progress value={0.62} label="Uploading tidy-links-1.2.0.zip" />
        <Progress label="Checking" />
        <Sparkline
          values={[3, 5, 4, 8, 13, 9, 7, 12, 18, 22, 17, 14, 25, 31]}
          says="188 downloads in 14 days, 31 at most"
        />
      </Part>
      <Part title="States">
        <EmptyState
          icon={Package}
          title="No versions yet"
          action={<Button variant="primary">Publish one</Button>}
        >
          Pack your folder and publish it; it appears here at once.
        </EmptyState>
        <ProblemNote problem={failed} retry={() => undefined} />
        <ProblemPage problem={new Problem({ status: 401, code: 'auth.required', message: '' })} />
        <ProblemPage
          problem={new Problem({ status: 403, code: 'auth.forbidden', message: 'Only reviewers see this.' })}
        />
        <ProblemPage
          problem={
            new Problem({ status: 404, code: 'package.unknown', message: 'There is no package “tidy”.' })
          }
        />
        <ProblemPage
          problem={
            new Problem({ status: 0, code: 'network.unreachable', message: 'The registry does not answer.' })
          }
          retry={() => undefined}
        />
        <Skeleton className="h-10 w-60" />
        <SkeletonRows what="the versions" rows={3} />
      </Part>
    </div>
  )
}
