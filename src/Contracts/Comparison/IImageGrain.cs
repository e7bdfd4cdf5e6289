using System.Security.Cryptography;
using System.Text;

namespace IncidentMesh.Contracts.Comparison;

/// <summary>
/// What pods of one image do, over all workloads and clusters. Key: <see cref="KeyOf"/>. It calls nobody. Who asks or
/// tells it goes on without an answer: the calls end soon.
/// </summary>
[GrainInterfaceType("im.image")]
public interface IImageGrain : IGrainWithStringKey
{
    /// <summary>Takes the place of what the workload told before. The same told again changes nothing.</summary>
    [Alias("tell"), ResponseTimeout("00:00:02")]
    Task TellAsync(ImageTotals totals);

    /// <param name="workload">Who asks: it is no witness of its own.</param>
    /// <param name="features">What is asked; of too many only the first are answered.</param>
    /// <returns>An answer for each that is answered, in their order.</returns>
    [Alias("ask"), ReadOnly, ResponseTimeout("00:00:02")]
    Task<IReadOnlyList<ElsewhereCount>> AskAsync(string workload, IReadOnlyList<string> features);

    /// <returns>The key of an image: a hash, because digests of many containers are longer than a key may be.</returns>
    static string KeyOf(string image) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(image)));
}
