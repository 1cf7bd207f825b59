import type { Command } from 'commander'
import { addCommands, examples } from '../define.ts'

export function define(command: Command): void {
  command.description(
    'Pin the registries that you use (add, list, remove), administrate one over its API (users, roles, mails, assign, feature), or run one of your own (the others).',
  )
  addCommands(command, [
    { name: 'add', summary: 'Pin a registry by its fingerprint', load: () => import('./registry-add.ts') },
    { name: 'list', summary: 'List pinned registries', load: () => import('./registry-list.ts') },
    { name: 'remove', summary: 'Forget a pinned registry', load: () => import('./registry-remove.ts') },
    { name: 'start', summary: 'Run a registry here', load: () => import('./operate/start.ts') },
    {
      name: 'status',
      summary: 'Show how a registry of this machine is',
      load: () => import('./operate/status.ts'),
    },
    { name: 'token', summary: 'Create, list and revoke tokens', load: () => import('./operate/token.ts') },
    {
      name: 'keys',
      summary: 'List and rotate the signing keys of a registry',
      load: () => import('./operate/keys.ts'),
    },
    { name: 'users', summary: 'List the accounts of a registry', load: () => import('./registry-users.ts') },
    {
      name: 'roles',
      summary: 'Show and set the roles of an account',
      load: () => import('./registry-roles.ts'),
    },
    { name: 'mails', summary: 'Read the mails of a registry', load: () => import('./registry-mails.ts') },
    {
      name: 'import-catalog',
      summary: 'List the plugins of a catalogue elsewhere',
      load: () => import('./operate/import-catalog.ts'),
    },
    {
      name: 'assign',
      summary: 'Hand a package that is only listed to a publisher',
      load: () => import('./registry-assign.ts'),
    },
    {
      name: 'feature',
      summary: 'Choose the packages that are shown first',
      load: () => import('./registry-feature.ts'),
    },
    { name: 'export', summary: 'Write the tree as plain files', load: () => import('./operate/export.ts') },
  ])
  examples(
    command,
    ['waybill registry add https://plugins.example.org', 'use a registry'],
    ['waybill registry start', 'run one here'],
  )
}
