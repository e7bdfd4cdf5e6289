using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using IncidentMesh.Detection.Replicas.Snapshots;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>
/// Single columns of what is laid out in blocks of vectors: all that is known of a few columns lies side by side, because
/// thousands of workloads are gone through in turn and each comes from memory.
/// </summary>
internal static class VectorColumns
{
    /// <returns>How many blocks hold so many columns; the rest of the last one is always 0.</returns>
    public static int Blocks(int columns) => (columns + Vector<float>.Count - 1) / Vector<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float Of(ref Vector<float> vector, int column) =>
        ref MemoryMarshal.Cast<Vector<float>, float>(new Span<Vector<float>>(ref vector))[(int)((uint)column % (uint)Vector<float>.Count)];

    /// <returns>Number of a field among the vectors of its block.</returns>
    public static int Number<TBlock>(ref TBlock block, ref Vector<float> field)
        where TBlock : struct =>
        (int)(Unsafe.ByteOffset(ref Unsafe.As<TBlock, Vector<float>>(ref block), ref field) / Unsafe.SizeOf<Vector<float>>());

    /// <summary>Sets all fields of one column to 0.</summary>
    public static void Clear<TBlock>(Span<TBlock> blocks, int column)
        where TBlock : struct
    {
        foreach (ref var field in MemoryMarshal.Cast<TBlock, Vector<float>>(blocks.Slice(column / Vector<float>.Count, 1)))
            Of(ref field, column) = 0;
    }

    /// <summary>Writes or reads one field of all blocks, column by column.</summary>
    /// <param name="blocks">Structures that hold nothing but vectors.</param>
    /// <param name="field">Number of the vector in each block.</param>
    /// <param name="columns">How many there are.</param>
    /// <param name="state">What is written or read.</param>
    public static void Transfer<TBlock>(Span<TBlock> blocks, int field, int columns, StateTransfer state)
        where TBlock : struct
    {
        var values = new float[columns];
        var all = MemoryMarshal.Cast<TBlock, Vector<float>>(blocks);
        var fields = blocks.Length == 0 ? 0 : all.Length / blocks.Length;
        for (var column = 0; column < columns; column++)
            values[column] = Of(ref all[(column / Vector<float>.Count * fields) + field], column);
        state.Reals(values);
        for (var column = 0; column < columns; column++)
            Of(ref all[(column / Vector<float>.Count * fields) + field], column) = values[column];
    }
}
