using System.Text;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Gateway.DeadLetters;

/// <summary>A piece of a request that could not be read.</summary>
/// <param name="Id">Id in its list.</param>
/// <param name="Format">Sensor format it was sent as.</param>
/// <param name="ReceivedAt">When.</param>
/// <param name="Line">Line in its request, from 1.</param>
/// <param name="Error">What was wrong.</param>
/// <param name="Cut">Only its beginning was kept.</param>
/// <param name="Size">Bytes kept.</param>
/// <param name="Content">As text, where it is UTF-8; only of a single letter.</param>
/// <param name="ContentBase64">Where it is not.</param>
internal sealed record DeadLetterResource(
    string Id,
    string Format,
    DateTime ReceivedAt,
    int Line,
    string Error,
    bool Cut,
    int Size,
    string? Content = null,
    string? ContentBase64 = null)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static DeadLetterResource From(DeadLetter letter) =>
        new(letter.Id, letter.Format, letter.ReceivedAt.UtcDateTime, letter.Line, letter.Error, letter.Cut, letter.Content.Length);

    public static DeadLetterResource WithContent(DeadLetter letter)
    {
        try
        {
            return From(letter) with { Content = Strict.GetString(letter.Content) };
        }
        catch (DecoderFallbackException)
        {
            return From(letter) with { ContentBase64 = Convert.ToBase64String(letter.Content) };
        }
    }
}

/// <param name="Items">At most as many as asked for, oldest first.</param>
/// <param name="NextCursor">For the next page.</param>
/// <param name="Total">Letters kept.</param>
/// <param name="Dropped">Letters that had to go because there were too many.</param>
internal sealed record DeadLetterListResource(IReadOnlyList<DeadLetterResource> Items, string? NextCursor, long Total, long Dropped);
