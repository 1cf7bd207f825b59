import { lstat, readlink } from 'node:fs/promises'

/** What tests may use at most. */
const limits = {
  /** Processes and threads together; Node alone has about a dozen threads. */
  processes: 512,
  /** Memory that one process may write to. */
  processBytes: 1024 ** 3,
  fileBytes: 256 * 1024 ** 2,
  openFiles: 1024,
  /** Room for new files beside the plugin's own, held in memory. */
  folderBytes: 256 * 1024 ** 2,
  temporaryBytes: 64 * 1024 ** 2,
} as const

export const sandboxNode = '/opt/waybill/bin/node'

/** Copies the plugin to where it may be changed, offers its processes to the kernel as the first to end when memory is short, and becomes the command. */
const start = 'echo 1000 > /proc/self/oom_score_adj; cp -R /source/. /plugin/ && cd /plugin && exec "$@"'

/**
 * Arguments of Debian's bwrap for one run: nothing is shared with the machine but its read-only system folders and
 * Node's binary. There is no network, no other process, no capability, and no place to write but two folders in memory.
 */
export async function sandboxArguments(run: {
  node: string
  folder: string
  /** Of the plugin unpacked. */
  bytes: number
  command: readonly string[]
}): Promise<string[]> {
  return [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL'],
    ...['--uid', '65534', '--gid', '65534', '--hostname', 'sandbox'],
    ...(await systemFolders()),
    ...['--ro-bind', run.node, sandboxNode],
    ...['--proc', '/proc', '--dev', '/dev', '--remount-ro', '/dev'],
    ...['--size', String(limits.temporaryBytes), '--tmpfs', '/tmp'],
    ...['--size', String(run.bytes + limits.folderBytes), '--tmpfs', '/plugin'],
    ...['--ro-bind', run.folder, '/source', '--remount-ro', '/', '--chdir', '/plugin'],
    ...environment.flatMap(([name, value]) => ['--setenv', name, value]),
    ...['--json-status-fd', '3', '--'],
    ...['prlimit', `--nproc=${limits.processes}`, `--data=${limits.processBytes}`],
    ...[`--fsize=${limits.fileBytes}`, `--nofile=${limits.openFiles}`, '--core=0', '--'],
    ...['/bin/sh', '-c', start, 'sh', ...run.command],
  ]
}

const environment = [
  ['PATH', '/opt/waybill/bin:/usr/bin:/bin'],
  ['HOME', '/tmp'],
  ['TMPDIR', '/tmp'],
  ['LANG', 'C.UTF-8'],
  ['CI', 'true'],
  ['NO_COLOR', '1'],
] as const

/** `/usr`, and what leads there: links on most systems, folders of their own on some. */
async function systemFolders(): Promise<string[]> {
  const bound = ['--ro-bind', '/usr', '/usr']
  for (const path of ['/bin', '/sbin', '/lib', '/lib64']) {
    const found = await lstat(path).catch(() => undefined)
    if (found?.isSymbolicLink()) bound.push('--symlink', await readlink(path), path)
    else if (found?.isDirectory()) bound.push('--ro-bind', path, path)
  }
  for (const path of ['/etc/ld.so.cache', '/etc/alternatives']) bound.push('--ro-bind-try', path, path)
  return bound
}
