using System.Globalization;
using IncidentMesh.Contracts.Suppressions;

namespace IncidentMesh.Grains.Suppressions;

/// <summary>A suppression in one line, for the audit trail.</summary>
internal static class SuppressionText
{
    public static string Of(Suppression suppression)
    {
        var (rule, workload, user, node, expression) = (suppression.Rule, suppression.Workload, suppression.User, suppression.Node, suppression.Expression);
        (string Name, string? Value)[] members = [("rule", rule), ("workload", workload), ("user", user), ("node", node), ("expression", expression)];
        var what = string.Join(", ", members.Where(static member => member.Value is not null).Select(static member => $"{member.Name} '{member.Value}'"));
        var until = suppression.Expires.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $"{what}, until {until}, by {suppression.Owner}: {suppression.Reason}";
    }
}
