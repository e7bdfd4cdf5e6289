using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Sources;

/// <summary>A list that a condition writes out; missing where one of its items is, and where it has none.</summary>
internal sealed class ListSource(ValueSource[] items) : ValueSource
{
    public override FieldValue Get(EventContext context)
    {
        var from = context.StackDepth;
        foreach (var item in items)
        {
            var value = item.Get(context);
            if (value.IsMissing)
            {
                context.Pop(from);
                return value;
            }

            context.Push(value);
        }

        return context.PopList(from);
    }
}
