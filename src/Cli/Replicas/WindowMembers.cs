using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Replicas;

/// <summary>Reads members of a window and checks them. What is wrong is said with the remedy.</summary>
internal static class WindowMembers
{
    /// <param name="json">An object.</param>
    /// <param name="member">Name of its member.</param>
    /// <param name="name">Its text; empty where it is missing or null.</param>
    /// <param name="error">What is wrong with it, or empty.</param>
    public static bool TryName(JsonElement json, string member, out string name, out string error)
    {
        (name, error) = ("", "");
        if (!json.Has(member))
            return true;
        if (json.Member(member) is not { ValueKind: JsonValueKind.String } text)
        {
            error = $"{member} must be a text.";
            return false;
        }

        name = text.GetString()!;
        return IsShort(name, member, out error);
    }

    /// <summary>Like <see cref="TryName"/>, for a name that must be there.</summary>
    public static bool TryRequiredName(JsonElement json, string member, string remedy, out string name, out string error)
    {
        if (!TryName(json, member, out name, out error))
            return false;
        if (name.Length == 0)
            error = $"{member} is missing: {remedy}";
        return name.Length > 0;
    }

    public static bool IsShort(string name, string what, out string error)
    {
        error = name.Length <= WindowLimits.NameLength
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{what} {Quoted(name)} has {name.Length:N0} characters: shorten it to {WindowLimits.NameLength} at most.");
        return error.Length == 0;
    }

    /// <param name="json">An object.</param>
    /// <param name="member">Name of its member.</param>
    /// <param name="time">Null where it is missing or null. One without a zone is in UTC.</param>
    /// <param name="error">What is wrong with it, or empty.</param>
    public static bool TryTime(JsonElement json, string member, out DateTimeOffset? time, out string error)
    {
        (time, error) = (null, "");
        if (!json.Has(member))
            return true;
        if (json.Member(member) is { ValueKind: JsonValueKind.String } text
            && text.TryGetDateTimeOffset(out _)
            && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
        {
            time = parsed;
            return true;
        }

        error = $"{member} must be a time such as \"2026-11-01T00:00:00Z\".";
        return false;
    }

    /// <param name="value">What should be a number.</param>
    /// <param name="most">The largest that is allowed; the least is 0.</param>
    /// <param name="amount">Its value.</param>
    /// <param name="error">What it must be, to be put behind its name; or empty.</param>
    public static bool TryAmount(JsonElement value, double most, out double amount, out string error)
    {
        amount = 0;
        error = value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out amount) && amount >= 0 && amount <= most
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"must be a number from 0 to {most:0.###}.");
        return error.Length == 0;
    }

    public static string Quoted(string name) => $"'{PlainText.Of(name, 60)}'";
}
