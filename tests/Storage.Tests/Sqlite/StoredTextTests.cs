using CsCheck;
using IncidentMesh.Storage.Sqlite.Engine;

namespace IncidentMesh.Storage.Tests.Sqlite;

public sealed class StoredTextTests
{
    /// <summary>Any UTF-16, whole pairs and halves; letters close to each other, so that prefixes are common.</summary>
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.Char['a', 'c'], Gen.Char['\0', '\u0002'], Gen.Char['\u07fe', '\u0801'], Gen.Char['\ud7fe', '\ue002'], Gen.Char)
        .Array[0, 12].Select(units => new string(units));

    [Fact]
    public void Every_text_comes_back_as_it_was() =>
        AnyText.Sample(text => StoredText.Decode(Encode(text)) == text);

    [Fact]
    public void Bytes_have_the_ordinal_order_of_their_texts() =>
        Gen.Select(AnyText, AnyText).Sample((one, other) =>
            Math.Sign(Encode(one).AsSpan().SequenceCompareTo(Encode(other))) == Math.Sign(string.CompareOrdinal(one, other)));

    [Fact]
    public void Texts_without_surrogates_are_plain_utf8() =>
        Assert.Equal("aé한\0"u8.ToArray(), Encode("aé한\0"));

    private static byte[] Encode(string text)
    {
        var bytes = new byte[StoredText.MaxBytes(text)];
        return bytes[..StoredText.Encode(text, bytes)];
    }
}
