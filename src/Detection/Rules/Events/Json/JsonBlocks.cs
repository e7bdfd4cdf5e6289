using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace IncidentMesh.Detection.Rules.Events.Json;

/// <summary>
/// Where the quotes and brackets of a document are, found 64 bytes at a time, so that what nobody reads can be passed over
/// without being decoded.
/// </summary>
/// <remarks>The masks are those of G. Langdale, D. Lemire, "Parsing Gigabytes of JSON per Second" (2019), section 3.1.</remarks>
internal sealed class JsonBlocks
{
    private JsonBlock[] _blocks = new JsonBlock[64];

    /// <summary>
    /// Goes on to another document. Whether texts end, have no raw control characters, and brackets close in number and are
    /// nested no deeper than <see cref="JsonIndex.MaximumDepth"/>; nothing else is checked.
    /// </summary>
    public bool TryScan(ReadOnlySpan<byte> utf8)
    {
        var count = (utf8.Length + JsonBlock.Size - 1) / JsonBlock.Size;
        if (_blocks.Length < count)
            _blocks = new JsonBlock[Math.Max(count, _blocks.Length * 2)];
        Span<byte> last = stackalloc byte[JsonBlock.Size];
        var (inText, escapesNext, depth) = (0UL, 0UL, 0);
        for (var i = 0; i < count; i++)
        {
            scoped var block = utf8[(i * JsonBlock.Size)..];
            if (block.Length < JsonBlock.Size)
            {
                last.Fill((byte)' ');
                block.CopyTo(last);
                block = last;
            }

            var bytes = new JsonBytes(block);
            var quotes = bytes.Quotes;
            if ((bytes.Backslashes | escapesNext) != 0)
                quotes &= ~Escaped(bytes.Backslashes, ref escapesNext);

            // A text's mask begins with its opening quote and ends before the closing one.
            var texts = PrefixXor(quotes) ^ inText;
            inText = (ulong)((long)texts >> 63);
            if ((bytes.Controls & texts | bytes.Backslashes & ~texts) != 0)
                return false;
            var (opens, closes) = (bytes.Opens & ~texts, bytes.Closes & ~texts);
            _blocks[i] = new JsonBlock(quotes, bytes.Backslashes, opens, closes);
            if (!TryNest(opens, closes, ref depth))
                return false;
        }

        return inText == 0 && depth == 0;
    }

    /// <summary>The quote that ends the text whose first byte this is.</summary>
    public int ClosingQuote(int start, out bool isEscaped)
    {
        var (at, from) = (start / JsonBlock.Size, ulong.MaxValue << start);
        isEscaped = false;
        while (true)
        {
            ref readonly var block = ref _blocks[at];
            var quotes = block.Quotes & from;
            isEscaped |= (block.Backslashes & from & ((quotes & (ulong)-(long)quotes) - 1)) != 0;
            if (quotes != 0)
                return (at * JsonBlock.Size) + BitOperations.TrailingZeroCount(quotes);
            from = ulong.MaxValue;
            at++;
        }
    }

    /// <summary>The bracket that closes what this one opens.</summary>
    public int ClosingBracket(int open)
    {
        // Twice, because shifting by 64 shifts by nothing.
        var behind = ulong.MaxValue << open << 1;
        var depth = 1;
        for (var block = open / JsonBlock.Size; ; block++)
        {
            var (opens, closes) = (_blocks[block].Opens & behind, _blocks[block].Closes & behind);
            var (opened, closed) = (BitOperations.PopCount(opens), BitOperations.PopCount(closes));
            if (closed >= depth)
            {
                for (var passed = 1; closes != 0; passed++, closes &= closes - 1)
                {
                    var before = opens & ((closes & (ulong)-(long)closes) - 1);
                    if (depth + BitOperations.PopCount(before) == passed)
                        return (block * JsonBlock.Size) + BitOperations.TrailingZeroCount(closes);
                }
            }

            depth += opened - closed;
            behind = ulong.MaxValue;
        }
    }

    private static bool TryNest(ulong opens, ulong closes, ref int depth)
    {
        var (opened, closed) = (BitOperations.PopCount(opens), BitOperations.PopCount(closes));
        if (closed <= depth && depth + opened <= JsonIndex.MaximumDepth)
        {
            depth += opened - closed;
            return true;
        }

        // Whether it goes too far depends on the order.
        for (var brackets = opens | closes; brackets != 0; brackets &= brackets - 1)
        {
            depth += (opens & brackets & (ulong)-(long)brackets) != 0 ? 1 : -1;
            if (depth is < 0 or > JsonIndex.MaximumDepth)
                return false;
        }

        return true;
    }

    /// <summary>The bytes behind a backslash that is not itself behind one.</summary>
    /// <param name="backslashes">All backslashes of the block.</param>
    /// <param name="escapesNext">1 where the block's first byte is such a byte; then the same of the next block.</param>
    private static ulong Escaped(ulong backslashes, ref ulong escapesNext)
    {
        var escaped = escapesNext;
        escapesNext = 0;
        for (var escaping = backslashes & ~escaped; escaping != 0; escaping &= escaping - 1)
        {
            var behind = (escaping & (ulong)-(long)escaping) << 1;
            if (behind == 0)
                escapesNext = 1;
            escaped |= behind;
            escaping &= ~behind;
        }

        return escaped;
    }

    /// <summary>Each bit becomes the exclusive or of itself and all below it.</summary>
    private static ulong PrefixXor(ulong bits)
    {
        if (Pclmulqdq.IsSupported)
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        for (var shift = 1; shift < 64; shift *= 2)
            bits ^= bits << shift;
        return bits;
    }
}
