using System.Numerics;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Randomness;

/// <summary>
/// xoshiro256** 1.0 (Blackman and Vigna 2018), seeded by SplitMix64. The same seed gives the same numbers on every runtime, which
/// <see cref="Random"/> does not promise.
/// </summary>
public sealed class Xoshiro
{
    private ulong _a, _b, _c, _d;

    /// <param name="seed">Of the run.</param>
    /// <param name="stream">Names a stream of numbers of its own, such as <c>evaluation/cron/12/3</c>.</param>
    public Xoshiro(int seed, string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        // FNV-1a: the runtime's hashes of strings change with every process.
        var state = 14_695_981_039_346_656_037UL ^ (uint)seed;
        foreach (var letter in stream)
            state = (state ^ letter) * 1_099_511_628_211UL;
        (_a, _b, _c, _d) = (Split(ref state), Split(ref state), Split(ref state), Split(ref state));
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <returns>From 0 to below 1, in steps of 2^-53.</returns>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    private static ulong Split(ref ulong state)
    {
        state += 0x9E37_79B9_7F4A_7C15;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }
}
