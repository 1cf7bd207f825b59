import { Installer, type TreeNode } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'
import { printable } from '../terminal/text.ts'

export function define(command: Command): void {
  command
    .description('Show what is installed as a tree: what you asked for, and what each needs.')
    .argument('[names...]', 'plugins to begin with; all that you asked for when none is named')
    .action(run)
  examples(command, ['waybill tree', 'everything'], ['waybill tree sales-digest', 'one plugin'])
}

async function run(names: string[], _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const trees = await (await Installer.open(await homeOf(context))).tree(names)
  if (trees.length === 0) context.out.note('Nothing is installed yet. Find something with “waybill search”.')
  context.out.result({ trees }, () => trees.flatMap((tree) => [title(tree), ...branches(tree.needs, '')]))
}

function branches(nodes: readonly TreeNode[], indent: string): string[] {
  return nodes.flatMap((node, i) => {
    const isLast = i === nodes.length - 1
    return [
      `${indent}${isLast ? '└─' : '├─'} ${title(node)}`,
      ...branches(node.needs, `${indent}${isLast ? '   ' : '│  '}`),
    ]
  })
}

function title({ name, version, features, isRepeated }: TreeNode): string {
  const shown = features.filter((feature) => feature !== 'default')
  const on = shown.length > 0 ? ` [${shown.join(', ')}]` : ''
  return printable(`${name} ${version}${on}${isRepeated ? ' (above)' : ''}`)
}
