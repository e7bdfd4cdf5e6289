using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection;

/// <summary>Ids of incidents, derived from what they are, so that a replay opens the same ones.</summary>
public static class IncidentIds
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <param name="subject">What the incident is about.</param>
    /// <param name="number">Which of the subject's incidents, from 1.</param>
    /// <returns><c>inc-</c> and 12 characters of base32: 60 bits of a hash.</returns>
    public static string Of(SubjectRef subject, int number)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var text = string.Create(CultureInfo.InvariantCulture, $"{subject}#{number}");
        return string.Create(16, SHA256.HashData(Encoding.UTF8.GetBytes(text)), static (id, hash) =>
        {
            "inc-".CopyTo(id);
            for (var i = 0; i < 12; i++)
                id[i + 4] = Alphabet[hash[i] & 31];
        });
    }
}
