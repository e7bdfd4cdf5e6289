using System.Text;

namespace IncidentMesh.Fuzz.Tests.Inputs;

/// <summary>Damages texts as broken senders and hostile ones do.</summary>
internal static class Mutator
{
    private static readonly byte[][] Fragments =
    [
        .. new[]
        {
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\u0000", "null", "true", "-", "0", "1e999999", "-0.0e-0", "{}", "[]",
            "\"\":", "\n", "\r\n", " ", "\t", "---", "- ", "#", "&a ", "*a", "!!", "|\n", ">\n", "'", "%", "%ka.", "[0]", "(", ")", " and ",
            " or ", "not ", " in (", "=", "\u0000", "\uFEFF", "é", "😀", "\"items\":[", "\"kind\":\"EventList\"", "\"message\":", "\"log\":",
            "9223372036854775808", "18446744073709551616", "0x", "NaN", "../", "<script>", "${x}",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82],
    ];

    /// <summary>One to eight injuries to a text; another one of the same kind may be grafted on.</summary>
    public static byte[] Mutate(Random random, byte[] text, byte[] other)
    {
        var bytes = new List<byte>(text);
        for (var rounds = random.Next(1, 9); rounds > 0; rounds--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(12))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.InsertRange(at, Fragments[random.Next(Fragments.Length)]);
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at));
                    break;
                case 3 when random.Next(3) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4:
                    var piece = Piece(random, bytes, "{[,:");
                    bytes.InsertRange(Boundary(random, bytes, ",{["), piece);
                    break;
                case 5:
                    bytes.InsertRange(Boundary(random, bytes, ",:\n"), Piece(random, [.. other], ",:\n"));
                    break;
                case 6:
                    ReplaceDigits(random, bytes);
                    break;
                case 7 when random.Next(4) == 0:
                    bytes.InsertRange(at, Nest(random));
                    break;
                case 8:
                    ReplaceValue(random, bytes);
                    break;
                case 9 when random.Next(4) == 0:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), random.Next(1, 3000)));
                    break;
                case 10:
                    bytes.InsertRange(random.Next(2) == 0 ? 0 : bytes.Count, [.. other, (byte)'\n']);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>From one delimiter to the next but few.</summary>
    private static byte[] Piece(Random random, List<byte> bytes, string delimiters)
    {
        var start = Boundary(random, bytes, delimiters);
        return [.. bytes.Skip(start).Take(random.Next(1, 200))];
    }

    /// <summary>The place behind a delimiter, or any.</summary>
    private static int Boundary(Random random, List<byte> bytes, string delimiters)
    {
        var from = random.Next(bytes.Count + 1);
        var found = bytes.FindIndex(from, letter => delimiters.Contains((char)letter, StringComparison.Ordinal));
        return found < 0 ? from : found + 1;
    }

    private static void ReplaceDigits(Random random, List<byte> bytes)
    {
        var from = random.Next(bytes.Count + 1);
        var start = bytes.FindIndex(from, letter => letter is >= (byte)'0' and <= (byte)'9');
        if (start < 0)
            return;
        bytes.RemoveAt(start);
        var number = random.Next(4) switch
        {
            0 => new string('9', random.Next(1, 400)),
            1 => "-1",
            2 => "1e400",
            _ => random.NextInt64().ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        bytes.InsertRange(start, Encoding.ASCII.GetBytes(number));
    }

    private static void ReplaceValue(Random random, List<byte> bytes)
    {
        var start = Boundary(random, bytes, ":");
        var end = bytes.FindIndex(start, letter => letter is (byte)',' or (byte)'}' or (byte)'\n');
        if (end < 0)
            return;
        bytes.RemoveRange(start, end - start);
        string[] values = ["null", "7", "\"7\"", "[1,null,\"x\"]", "true", "{\"a\":{}}", "-1e9", "\"\"", " ", "[[]]"];
        bytes.InsertRange(start, Encoding.ASCII.GetBytes(values[random.Next(values.Length)]));
    }

    private static IEnumerable<byte> Nest(Random random)
    {
        var levels = random.Next(2) == 0 ? random.Next(50, 80) : random.Next(1, 20_000);
        var open = "{\"a\":["u8.ToArray()[(random.Next(2) * 5)..];
        var close = random.Next(2) == 0 ? "]"u8.ToArray() : [];
        return [.. Enumerable.Repeat(open, levels).SelectMany(part => part), .. Enumerable.Repeat(close, levels).SelectMany(part => part)];
    }
}
