namespace IncidentMesh.Benchmarks.ReplicaQuality.Report;

internal static class MarkdownTable
{
    public static void Write(TextWriter output, string[] heads, IEnumerable<string[]> rows)
    {
        string[][] lines = [heads, .. rows];
        var widths = heads.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        for (var i = 0; i < lines.Length; i++)
        {
            output.WriteLine($"| {string.Join(" | ", lines[i].Select((cell, column) => cell.PadRight(widths[column])))} |");
            if (i == 0)
                output.WriteLine($"| {string.Join(" | ", widths.Select(static width => new string('-', width)))} |");
        }
    }
}
