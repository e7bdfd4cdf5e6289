using System.Buffers;
using System.Text.Json;
using IncidentMesh.Kubernetes.Resources;

namespace IncidentMesh.Kubernetes.Api.Http;

/// <summary>One page of a list, its objects as they came. The buffer is given back with <see cref="Dispose"/>.</summary>
internal sealed class ListPage : IDisposable
{
    /// <summary>Longest page in bytes. An object has at most about 1.5 MiB in etcd, and JSON makes more of it.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private readonly byte[] _buffer;
    private readonly List<(int Start, int Length)> _items = [];

    /// <exception cref="JsonException">The page is no list.</exception>
    private ListPage(byte[] buffer, int length)
    {
        _buffer = buffer;
        var reader = new Utf8JsonReader(buffer.AsSpan(0, length), FieldProjection.Reading);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A list is an object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isItems = reader.ValueTextEquals("items"u8);
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (isMetadata)
                (Version, Continue) = JsonSerializer.Deserialize(ref reader, ApiJson.Default.ApiListMeta) ?? new ApiListMeta(null, null);
            else if (isItems && reader.TokenType == JsonTokenType.StartArray)
                NoteItems(ref reader);
            else
                reader.Skip();
        }

        // Whatever follows the list is not of it, and a list that was cut ends before its brace.
        if (reader.TokenType != JsonTokenType.EndObject || reader.CurrentDepth != 0)
            throw new JsonException("The list was cut.");
    }

    /// <summary>Version of the list; null where it has none.</summary>
    public string? Version { get; }

    /// <summary>Where the next page begins; null or empty for the last one.</summary>
    public string? Continue { get; }

    public IEnumerable<ReadOnlySequence<byte>> Items => _items.Select(item => new ReadOnlySequence<byte>(_buffer, item.Start, item.Length));

    /// <exception cref="JsonException">The page is no list.</exception>
    public static async Task<ClusterAnswer<ListPage>> ReadAsync(Stream body, string cluster, string what, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
        ListPage? page = null;
        try
        {
            var length = 0;
            while (await body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
            {
                length += read;
                if (length > MaxBytes)
                    return new ClusterFault(FaultKind.TooLarge, $"{cluster}: a page of {what} is longer than {MaxBytes / 1024 / 1024} MiB.");
                if (length == buffer.Length)
                    buffer = Grown(buffer, length);
            }

            page = new ListPage(buffer, length);
            return ClusterAnswer<ListPage>.Of(page);
        }
        finally
        {
            if (page is null)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private static byte[] Grown(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private void NoteItems(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            _items.Add((start, (int)reader.BytesConsumed - start));
        }
    }
}
