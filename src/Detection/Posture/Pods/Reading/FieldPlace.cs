namespace IncidentMesh.Detection.Posture.Pods.Reading;

/// <summary>A place in a document, put into words only when somebody asks.</summary>
internal sealed class FieldPlace
{
    private const int MostLetters = 200;

    private readonly FieldPlace? _parent;
    private readonly string _name;
    private readonly int? _index;

    private FieldPlace(FieldPlace? parent, string name, int? index)
    {
        _parent = parent;
        _name = name;
        _index = index;
    }

    public static FieldPlace Root { get; } = new(null, "", null);

    public FieldPlace Member(string name) => new(this, name, null);

    public FieldPlace Item(string list, int index) => new(this, list, index);

    public override string ToString()
    {
        if (_parent is null)
            return "";
        var parent = _parent.ToString();
        var name = _name.Length > MostLetters ? $"{_name.AsSpan(0, MostLetters)}..." : _name;
        return string.Concat(parent, parent.Length == 0 ? "" : ".", name, _index is { } index ? $"[{index}]" : "");
    }
}
