# PowerShell completion for dockline. Put its text into your $PROFILE, or dot-source it there.

Register-ArgumentCompleter -Native -CommandName 'dockline', 'dockline.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    function wordOf($element) {
        if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { return $element.Value }
        return $element.Extent.Text
    }

    $elements = @($commandAst.CommandElements)
    $program = wordOf $elements[0]
    $words = @()
    $typed = ''
    foreach ($element in ($elements | Select-Object -Skip 1)) {
        $extent = $element.Extent
        if ($extent.EndOffset -lt $cursorPosition) { $words += (wordOf $element) }
        elseif ($extent.StartOffset -lt $cursorPosition) {
            $typed = $extent.Text.Substring(0, $cursorPosition - $extent.StartOffset).TrimStart("'", '"')
        }
    }

    # Before 7.3, and where it is told to, PowerShell drops an empty argument unless it is quoted once more.
    $legacy = $PSVersionTable.PSVersion -lt [version]'7.3' -or $PSNativeCommandArgumentPassing -eq 'Legacy'
    $last = if ($typed -eq '' -and $legacy) { '""' } else { $typed }
    $lines = @(& $program __complete @words $last 2>$null)
    if ($lines.Count -eq 0 -or $lines[-1] -notmatch '^:(\d+)$') { return }
    $directive = [int]$Matches[1]
    if ($directive -band 1) { return }

    $flag = if ($typed -match '^(-[^=]*=)') { $Matches[1] } else { '' }
    if ($directive -band 24) { return }
    $found = 0
    foreach ($line in ($lines | Select-Object -SkipLast 1)) {
        $value, $about = $line -split "`t", 2
        $text = $flag + $value
        if (-not $text.StartsWith($typed, [System.StringComparison]::Ordinal)) { continue }
        $found++
        if ([string]::IsNullOrWhiteSpace($about)) { $about = $value }
        if ($text -match '[\s{}();,''"$@`|&<>#]') { $text = "'" + $text.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $about)
    }
    # An empty answer keeps PowerShell from offering files.
    if ($found -eq 0 -and ($directive -band 4)) { '' }
}
