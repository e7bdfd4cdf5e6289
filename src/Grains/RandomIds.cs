using System.Security.Cryptography;

namespace IncidentMesh.Grains;

/// <summary>Ids of what people add, that nobody can guess and everybody can type.</summary>
internal static class RandomIds
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Length = 12;

    /// <param name="kind">What it is of, such as <c>sup</c>.</param>
    public static string Of(string kind) => $"{kind}-{RandomNumberGenerator.GetString(Alphabet, Length)}";
}
