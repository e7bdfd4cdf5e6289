using IncidentMesh.Detection.Posture.Pods.Reading;

namespace IncidentMesh.Detection.Posture.Selectors;

internal static class LabelSelectorReader
{
    /// <param name="field">A LabelSelector; null where the object has none.</param>
    public static LabelSelector? Read(Field? field)
    {
        if (field is not { } selector)
            return null;
        var requirements = OfMap(selector.TextMap("matchLabels")).ToList();
        foreach (var expression in selector.Objects("matchExpressions"))
        {
            LabelOperator? found = expression.Text("operator") switch
            {
                "In" => LabelOperator.In,
                "NotIn" => LabelOperator.NotIn,
                "Exists" => LabelOperator.Exists,
                "DoesNotExist" => LabelOperator.DoesNotExist,
                _ => null,
            };
            if (found is { } known)
                requirements.Add(new LabelRequirement(expression.Text("key") ?? "", known, expression.Texts("values")));
            else
                expression.Report("operator", "is none of In, NotIn, Exists and DoesNotExist.");
        }

        return requirements.Count == 0 ? LabelSelector.Everything : new LabelSelector(requirements);
    }

    /// <summary>A selector as services have it: keys with values, all of which must match.</summary>
    public static IEnumerable<LabelRequirement> OfMap(IReadOnlyDictionary<string, string> labels) =>
        labels.Select(static label => new LabelRequirement(label.Key, LabelOperator.In, [label.Value]));
}
