using System.Globalization;
using System.Text;
using IncidentMesh.Benchmarks.AlertDay;

if (args is not ([] or [_]) || (args is [var text] && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
{
    await Console.Error.WriteLineAsync("Usage: AlertDay [SEED]. Writes a day of Falco alerts as JSON Lines; the seed is a number from 0, 1 where not given.");
    return 2;
}

var seed = args is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 1;
await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 64 * 1024);
foreach (var line in Day.Lines(seed))
    output.WriteLine(line);

return 0;
