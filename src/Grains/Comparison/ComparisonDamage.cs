namespace IncidentMesh.Grains.Comparison;

/// <summary>What remains of a comparison that cannot be done or written: it must not hold up what comes after it.</summary>
internal static class ComparisonDamage
{
    /// <summary>Whether trying again with the same would end the same. Of the store's own troubles it would not.</summary>
    public static bool IsOfWhatWasSaid(Exception exception) => exception
        is ArgumentException or FormatException or ArithmeticException or IndexOutOfRangeException or KeyNotFoundException or InvalidCastException or NullReferenceException;

    /// <returns>The state without what was learned, counted and found; what people said and what was taken in stay.</returns>
    public static ComparisonState Rest(ComparisonState state, Exception exception) => new()
    {
        Marks = state.Marks,
        Timer = state.Timer,
        Tellings = state.Tellings,
        Expectations = state.Expectations,
        Generation = state.Generation,
        TakenAt = state.TakenAt,
        Dropped = state.Dropped + state.Untold.Count,
        KeptUntil = state.KeptUntil,
        Note = $"Learning began anew: what was to be compared or kept could not be ({exception.GetType().Name}).",
    };
}
