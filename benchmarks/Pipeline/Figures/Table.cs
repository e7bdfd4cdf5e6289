namespace IncidentMesh.Benchmarks.Pipeline.Figures;

/// <summary>Prints Markdown, so that a run can go into a document as it is.</summary>
internal static class Table
{
    public static void Print(string title, string note, string[] heads, IEnumerable<string[]> rows)
    {
        string[][] lines = [heads, .. rows];
        var widths = heads.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        Console.WriteLine();
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        for (var i = 0; i < lines.Length; i++)
        {
            Console.WriteLine($"| {string.Join(" | ", lines[i].Select((cell, column) => cell.PadRight(widths[column])))} |");
            if (i == 0)
            {
                Console.WriteLine($"| {string.Join(" | ", widths.Select(width => new string('-', width)))} |");
            }
        }

        Console.WriteLine();
        Console.WriteLine(note);
    }
}
