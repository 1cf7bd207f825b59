import type { Words } from './describe.ts'

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const
export type Shell = (typeof shells)[number]

/** A script that completes the command `name` in a shell, from a description of all its commands. Pure. */
export function completionScript(shell: Shell, name: string, all: readonly Words[]): string {
  switch (shell) {
    case 'bash':
      return bash(name, all)
    case 'zsh':
      return zsh(name, all)
    case 'fish':
      return fish(name, all)
    case 'powershell':
      return powershell(name, all)
  }
}

/** A name that any shell takes for a function. */
const functionOf = (name: string) => `_${name.replaceAll('-', '_')}_complete`

/**
 * Names of installed plugins, one a line. A lockfile may come from somebody else, and what a shell completes with it may
 * also evaluate: nothing but what a name can be is let through.
 */
const installed = (name: string) =>
  `${name} list --quiet 2>/dev/null | sed -nE 's|^(@?[a-z0-9][a-z0-9._/-]*) .*|\\1|p'`

const single = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** The words after the program's name, as far as they are commands: what every POSIX-like shell does the same. */
function walk(all: readonly Words[]): string {
  const paths = all
    .filter(({ path }) => path !== '')
    .map(({ path }) => `      ${single(path)}) at="$next" ;;`)
  return `    next="\${at:+$at }$word"
    case "$next" in
${paths.join('\n')}
    esac`
}

function bash(name: string, all: readonly Words[]): string {
  const cases = all.map(
    ({ path, commands, options, takes }) =>
      `    ${single(path)}) commands=${single(commands.map((each) => each.name).join(' '))}; options=${single(options.map(({ flag }) => flag).join(' '))}; takes=${single(takes)} ;;`,
  )
  const choices = choicesOf(all).map(
    ([flag, values]) =>
      `    ${flag}) COMPREPLY=($(compgen -W ${single(values.join(' '))} -- "$current")); return ;;`,
  )
  return `# ${name} completion for bash: source <(${name} completion bash)
${functionOf(name)}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" at='' next word
  local commands='' options='' takes=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${walk(all)}
  done
  case "$before" in
${choices.join('\n')}
  esac
  case "$at" in
${cases.join('\n')}
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
    return
  fi
  COMPREPLY=($(compgen -W "$commands" -- "$current"))
  case "$takes" in
    'installed plugins') COMPREPLY+=($(compgen -W "$(${installed(name)})" -- "$current")) ;;
    files) COMPREPLY+=($(compgen -f -- "$current")) ;;
  esac
}
complete -F ${functionOf(name)} ${name}`
}

function zsh(name: string, all: readonly Words[]): string {
  const described = (entries: readonly { name: string; summary: string }[]) =>
    entries.map((each) => single(`${each.name.replaceAll(':', '\\:')}:${each.summary}`)).join(' ')
  const cases = all.map(
    ({ path, commands, options, takes }) =>
      `    ${single(path)}) commands=(${described(commands)}); options=(${described(options.map(({ flag, summary }) => ({ name: flag, summary })))}); takes=${single(takes)} ;;`,
  )
  const choices = choicesOf(all).map(
    ([flag, values]) => `    ${flag}) compadd -- ${values.join(' ')}; return ;;`,
  )
  return `#compdef ${name}
# ${name} completion for zsh: ${name} completion zsh > a folder of $fpath/_${name}
${functionOf(name)}() {
  local at='' next word takes=''
  local -a commands options
  for word in "\${words[@]:1:$((CURRENT-2))}"; do
${walk(all)}
  done
  case "\${words[CURRENT-1]}" in
${choices.join('\n')}
  esac
  case "$at" in
${cases.join('\n')}
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then
    _describe option options
    return
  fi
  (( \${#commands} )) && _describe command commands
  case "$takes" in
    'installed plugins') compadd -- \${(f)"$(${installed(name)})"} ;;
    files) _files ;;
  esac
}
if [[ "$funcstack[1]" == "_${name}" ]]; then ${functionOf(name)}; else compdef ${functionOf(name)} ${name}; fi`
}

function fish(name: string, all: readonly Words[]): string {
  const at = functionOf(name)
  const lines = all.flatMap(({ path, commands, options, takes }) => {
    const when = `-n ${single(`${at} ${single(path)}`)}`
    return [
      ...commands.map(
        (each) => `complete -c ${name} -f ${when} -a ${single(each.name)} -d ${single(each.summary)}`,
      ),
      ...options.map(
        ({ flag, summary, choices }) =>
          `complete -c ${name} ${when} -l ${flag.slice(2)} -d ${single(summary)}${choices.length > 0 ? ` -x -a ${single(choices.join(' '))}` : ''}`,
      ),
      ...(takes === 'installed plugins'
        ? [`complete -c ${name} -f ${when} -a ${single(`(${installed(name)})`)}`]
        : []),
      ...(takes === 'files' ? [`complete -c ${name} -F ${when}`] : []),
    ]
  })
  const paths = all.flatMap(({ path }) => (path === '' ? [] : [single(path)]))
  return `# ${name} completion for fish: ${name} completion fish | source
function ${at}
    set -l at ''
    for word in (commandline -opc)[2..-1]
        set -l next (string trim "$at $word")
        contains -- "$next" ${paths.join(' ')}; and set at $next
    end
    test "$at" = "$argv[1]"
end
complete -c ${name} -f
${lines.join('\n')}`
}

function powershell(name: string, all: readonly Words[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
  const list = (texts: readonly string[]) => `@(${texts.map(quoted).join(', ')})`
  const entries = all.map(
    ({ path, commands, options, takes }) =>
      `    ${quoted(path)} = @{ Commands = ${list(commands.map((each) => each.name))}; Options = ${list(options.map(({ flag }) => flag))}; Takes = ${quoted(takes)} }`,
  )
  return `# ${name} completion for PowerShell: ${name} completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName ${name} -ScriptBlock {
  param($current, $ast, $position)
  $all = @{
${entries.join('\n')}
  }
  $at = ''
  foreach ($element in $ast.CommandElements | Select-Object -Skip 1) {
    $next = "$at $element".Trim()
    if ($element.Extent.EndOffset -lt $position -and $all.ContainsKey($next)) { $at = $next }
  }
  $words = if ($current.StartsWith('-')) { $all[$at].Options } else { $all[$at].Commands }
  if (-not $current.StartsWith('-') -and $all[$at].Takes -eq 'installed plugins') {
    $words += (& ${name} list --quiet 2>$null) | ForEach-Object { ($_ -split ' ')[0] } |
      Where-Object { $_ -cmatch '^@?[a-z0-9][a-z0-9._/-]*$' }
  }
  $words | Where-Object { $_ -like "$current*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}`
}

/** Options whose values are known, by flag; the same flag has the same values everywhere. */
function choicesOf(all: readonly Words[]): [string, readonly string[]][] {
  const found = new Map<string, readonly string[]>()
  for (const { options } of all)
    for (const { flag, choices } of options) if (choices.length > 0) found.set(flag, choices)
  return [...found]
}
