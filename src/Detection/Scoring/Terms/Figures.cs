using System.Globalization;

namespace IncidentMesh.Detection.Scoring.Terms;

/// <summary>Figures as sentences have them.</summary>
internal static class Figures
{
    public static string Plain(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    public static string EValue(double value) =>
        value < 1e6 ? value.ToString("#,0.#", CultureInfo.InvariantCulture) : value.ToString("0.#e+0", CultureInfo.InvariantCulture);
}
