namespace IncidentMesh.Cli.Completion;

/// <summary>By shell. Each passes the line and the cursor to System.CommandLine's <c>[suggest]</c> directive.</summary>
internal static class CompletionScripts
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["bash"] = """
            _incidentmesh() {
              local IFS=$'\n'
              COMPREPLY=( $(compgen -W "$(incidentmesh "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
            }
            complete -o default -F _incidentmesh incidentmesh

            """,
        ["zsh"] = """
            #compdef incidentmesh
            _incidentmesh() {
              local -a suggestions
              suggestions=("${(@f)$(incidentmesh "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
              compadd -a suggestions || _files
            }
            compdef _incidentmesh incidentmesh

            """,
        ["fish"] = """
            function __incidentmesh_suggest
              set -l line (commandline -cp)
              incidentmesh "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c incidentmesh -a '(__incidentmesh_suggest)'

            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName incidentmesh -ScriptBlock {
              param($wordToComplete, $commandAst, $cursorPosition)
              $line = "$commandAst".PadRight($cursorPosition)
              incidentmesh "[suggest:$cursorPosition]" $line 2>$null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }

            """,
    };
}
