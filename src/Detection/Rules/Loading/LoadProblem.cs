namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>An error or a warning of loading.</summary>
/// <param name="IsError">Whether it keeps the files from being used.</param>
/// <param name="Code">Its kind; see <see cref="LoadCode"/>.</param>
/// <param name="Place">Where.</param>
/// <param name="Item">The innermost item that it is in.</param>
/// <param name="Message">One sentence, in Falco's words where Falco has words for it.</param>
public sealed record LoadProblem(bool IsError, string Code, TextPlace Place, LoadItem Item, string Message)
{
    /// <summary>The known name that is nearest to the unknown one; null where there is none.</summary>
    public string? Nearest { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var item = Item.Name.Length > 0 ? $"{Item.Kind} '{Item.Name}'" : Item.Kind;
        var near = Nearest is null || Message.Contains("did you mean", StringComparison.Ordinal) ? "" : $" Did you mean '{Nearest}'?";
        return $"{Place}: {(IsError ? "error" : "warning")} {Code} in {item}: {Message}{near}";
    }
}
