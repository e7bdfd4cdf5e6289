using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection;

/// <summary>Ids of incidents, derived from what opened them, so that a replay opens the same ones.</summary>
public static class IncidentIds
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <param name="subject">What the incident is about.</param>
    /// <param name="first">The signal that opened it.</param>
    /// <returns><c>inc-</c> and 12 characters of base32 (RFC 4648, lower case): 60 bits.</returns>
    public static string Derive(SubjectRef subject, SignalId first)
    {
        ArgumentNullException.ThrowIfNull(subject);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{subject}\n{first}"), hash);
        var bits = BinaryPrimitives.ReadUInt64BigEndian(hash);
        return string.Create(16, bits, static (id, bits) =>
        {
            "inc-".CopyTo(id);
            for (var i = 4; i < id.Length; i++, bits <<= 5)
                id[i] = Alphabet[(int)(bits >> 59)];
        });
    }
}
