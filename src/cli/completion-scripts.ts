/**
 * Scripts for shells that run the program by its own name. Each asks `__complete`, whose last line is `:N`: 2 no space behind the word,
 * 4 no files. Where it says neither names nor 4, the shell offers files.
 */

/** Splits at blanks alone: bash would cut words at `=` and `:`, which names of contexts have. Works with the bash 3.2 of macOS. */
const bash = `# bash completion for kubectl-podlife. Load it with: source <(kubectl-podlife completion bash)
__podlife_complete() {
  local line=\${COMP_LINE:0:COMP_POINT} words cur prefix value out directive name
  read -ra words <<<"$line"
  case $line in *[[:space:]]) words+=("") ;; esac
  cur=\${words[\${#words[@]}-1]}
  COMPREPLY=()
  out=$("\${words[0]}" __complete "\${words[@]:1}" 2>/dev/null) || return 0
  directive=\${out##*:}
  # What bash takes for the word starts behind the last of its breaks; of --flag=value only the value is completed.
  value=$cur
  case $cur in -*=*) value=\${cur#*=} ;; esac
  prefix=\${value%"\${value##*[=:]}"}
  while IFS= read -r name; do
    name=\${name%%$'\\t'*}
    case $name in "" | :*) continue ;; esac
    COMPREPLY+=("\${name#"$prefix"}")
  done <<<"\${out%:*}"
  if [ $((directive & 2)) -ne 0 ] && type compopt >/dev/null 2>&1; then compopt -o nospace 2>/dev/null; fi
  if [ \${#COMPREPLY[@]} -eq 0 ] && [ $((directive & 4)) -eq 0 ]; then
    if type compopt >/dev/null 2>&1; then compopt -o filenames 2>/dev/null; fi
    while IFS= read -r name; do
      if [ -n "$name" ]; then COMPREPLY+=("$name"); fi
    done <<<"$(compgen -f -- "$value")"
  fi
}
complete -F __podlife_complete kubectl-podlife podlife
`;

const zsh = `#compdef kubectl-podlife podlife
# zsh completion for kubectl-podlife. Load it with: source <(kubectl-podlife completion zsh)
_kubectl_podlife() {
  local out directive line name
  local -a lines candidates options
  out=$("\${words[1]}" __complete "\${(@)words[2,CURRENT-1]}" "\${words[CURRENT]}" 2>/dev/null) || return 1
  lines=("\${(@f)out}")
  directive=\${lines[-1]#:}
  lines[-1]=()
  # Of --flag=value only the value comes.
  [[ \${words[CURRENT]} == -*=* ]] && compset -P '*='
  for line in $lines; do
    name=\${line%%$'\\t'*}
    name=\${name//:/\\\\:}
    if [[ $line == *$'\\t'* ]]; then candidates+=("$name:\${line#*$'\\t'}"); else candidates+=("$name"); fi
  done
  (( directive & 2 )) && options=(-S '')
  if (( \${#candidates} > 0 )); then
    _describe 'podlife' candidates "\${(@)options}"
  elif (( ! (directive & 4) )); then
    _files
  else
    return 1
  fi
}
if [ "\${funcstack[1]}" = _kubectl_podlife ]; then _kubectl_podlife; else compdef _kubectl_podlife kubectl-podlife podlife; fi
`;

const fish = `# fish completion for kubectl-podlife. Load it with: kubectl-podlife completion fish | source
function __podlife_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l lines ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
  test (count $lines) -gt 0; or return
  set -l directive (string replace ':' '' -- $lines[-1])
  set -l flag ''
  # Of --flag=value only the value comes.
  if string match -q -- '-*=*' "$current"
    set flag (string replace -r '=.*' '=' -- "$current")
  end
  if test (count $lines) -gt 1
    for line in $lines[1..-2]
      printf '%s%s\\n' "$flag" "$line"
    end
  else if test (math "$directive % 8") -lt 4
    __fish_complete_path "$current"
  end
end
complete -c kubectl-podlife -f -a '(__podlife_complete)'
complete -c podlife -f -a '(__podlife_complete)'
`;

const powershell = `# PowerShell completion for kubectl-podlife. Load it with: kubectl-podlife completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName 'kubectl-podlife', 'kubectl-podlife.exe', 'podlife' -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $elements = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { "$_" })
  $program = $elements[0]
  $words = @($elements | Select-Object -Skip 1)
  # The word that has not been begun is no element.
  if ($wordToComplete -eq '') { $words += '' }
  # Windows PowerShell drops empty arguments unless they are quoted.
  if ($PSVersionTable.PSVersion -lt [version]'7.3.0') { $words = @($words | ForEach-Object { if ($_ -eq '') { '""' } else { $_ } }) }
  $lines = @(& $program __complete @words 2>$null)
  if ($lines.Count -eq 0) { return }
  $flag = ''
  if ($wordToComplete -match '^(-[^=]*=)') { $flag = $Matches[1] }
  $lines | Select-Object -SkipLast 1 | ForEach-Object {
    $name, $about = $_ -split "\`t", 2
    if (-not $about) { $about = $name }
    [System.Management.Automation.CompletionResult]::new("$flag$name", $name, 'ParameterValue', $about)
  }
}
`;

/** What kubectl runs to complete \`kubectl podlife …\`, from version 1.26 on. It has to lie on the PATH. */
const kubectl = `#!/bin/sh
# kubectl runs this to complete "kubectl podlife"; it has to be executable, on the PATH and called kubectl_complete-podlife.
exec kubectl-podlife __complete "$@" 2>/dev/null
`;

export const completionScripts = { bash, zsh, fish, powershell, kubectl } as const;

export type Shell = keyof typeof completionScripts;
