using CsCheck;

namespace IncidentMesh.Detection.Tests.Rules.Compilation;

/// <summary>Random conditions whose types fit, and events that they often say something of.</summary>
internal static class TypedConditionGen
{
    private static readonly string[] Texts = ["", "a", "ab", "abc", "/a", "/a/b", "/ab", "/a/b/c", "B", "aB", "b/a"];
    private static readonly string[] Numbers = ["-1", "0", "7", "80", "443"];
    private static readonly string[] Addresses = ["10.0.0.1", "10.1.2.3", "192.168.0.1", "::1", "2001:db8::7"];

    private static readonly Gen<string> Text = Gen.OneOf(Texts);
    private static readonly Gen<string> Quoted = Text.Select(text => $"\"{text}\"");
    private static readonly Gen<string> Quantified = Gen.OneOf("", "oneof ", "anyof ", "allof ");
    private static readonly Gen<string> Pattern = Gen.OneOf("*", "a*", "*b", "/*/b", "?", "a?c", "*B*").Select(text => $"\"{text}\"");
    private static readonly Gen<string> TextField = Gen.OneOf("fd.name", "proc.name", "evt.type", "toupper(proc.name)", "proc.aname");

    private static readonly Gen<string> Leaf = Gen.OneOf(
        Comparison(TextField, Gen.OneOf("=", "==", "!=", "contains", "icontains", "startswith", "endswith"), Quoted),
        Comparison(TextField, Gen.OneOf("glob", "iglob"), Pattern),
        Comparison(TextField, Gen.Const("regex"), Gen.OneOf("a.*", ".*b", "[/a]+b?", "/a(/b)?").Select(text => $"\"{text}\"")),
        Gen.Select(TextField, Gen.OneOf("in", "intersects", "pmatch"), List(Quoted), (field, word, list) => $"{field} {word} {list}"),
        Gen.Select(Gen.OneOf("proc.pid", "fd.num"), Gen.OneOf("=", "!=", "<", "<=", ">", ">="), Gen.OneOf(Numbers), (f, o, n) => $"{f} {o} {n}"),
        Gen.Select(Gen.OneOf("proc.pid", "fd.num"), List(Gen.OneOf(Numbers)), (field, list) => $"{field} in {list}"),
        Comparison(Gen.OneOf("fd.sip", "fd.ip"), Gen.OneOf("=", "!="), Gen.OneOf(Addresses)),
        Comparison(Gen.OneOf("fd.snet", "fd.net"), Gen.OneOf("=", "!="), Gen.OneOf("10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "::/0", "10.0.0.1/32")),
        Gen.Select(Gen.OneOf("in", "intersects"), List(Quoted), (word, list) => $"fd.types {word} {list}"),
        Gen.Select(Gen.OneOf("proc.name", "tolower(fd.name)"), Gen.OneOf("=", "!=", "contains", "<"), (field, word) => $"{field} {word} val(fd.name)"),
        Gen.OneOf("fd.name exists", "fd.types exists", "proc.pid exists", "fd.ip exists", "proc.aname exists"));

    public static Gen<string> Condition { get; } = Gen.Recursive<string>((depth, inner) => depth > 3
        ? Leaf
        : Gen.Frequency(
            (2, Leaf),
            (1, inner.Array[2, 4].Select(terms => $"({string.Join(" and ", terms)})")),
            (1, inner.Array[2, 4].Select(terms => $"({string.Join(" or ", terms)})")),
            (1, inner.Select(term => $"not ({term})"))));

    /// <summary>What rules are found by, and something more.</summary>
    public static Gen<string> Conjunction { get; } = Gen.Select(
        Gen.OneOf("evt.type =", "evt.type !=", "proc.name =", "proc.aname intersects", "proc.aname in"),
        List(Quoted).Where(list => list != "()"), Quoted, Gen.OneOf("evt.type", "proc.name", "fd.types"), List(Quoted), Leaf,
        (first, several, one, second, others, more) =>
            $"{first} {(first.EndsWith('=') ? one : several)} and ({second} in {others} or {second} in {several}) and {more}");

    public static Gen<Dictionary<string, string[]>> Event { get; } = Gen.Select(
        Gen.Select(Some(Text), Some(Text), Some(Text), Many(Text)),
        Gen.Select(Some(Gen.OneOf(Numbers)), Some(Gen.OneOf(Numbers)), Many(Text)),
        Gen.OneOf(Addresses).Array[0, 2],
        (texts, numbers, ends) => new Dictionary<string, string[]>
        {
            ["fd.name"] = texts.Item1,
            ["proc.name"] = texts.Item2,
            ["evt.type"] = texts.Item3,
            ["proc.aname"] = texts.Item4,
            ["proc.pid"] = numbers.Item1,
            ["fd.num"] = numbers.Item2,
            ["fd.types"] = numbers.Item3,
            ["fd.ip"] = ends,
            ["fd.net"] = ends,
            ["fd.sip"] = [.. ends.Take(1)],
            ["fd.snet"] = [.. ends.Take(1)],
        });

    private static Gen<string> Comparison(Gen<string> field, Gen<string> word, Gen<string> constant) => Gen.OneOf(
        Gen.Select(field, word, constant, (left, comparison, right) => $"{left} {comparison} {right}"),
        Gen.Select(field, word, Quantified.Where(quantifier => quantifier.Length > 0), List(constant), (l, c, q, r) => $"{l} {c} {q}{r}"));

    private static Gen<string> List(Gen<string> item) => item.Array[0, 4].Select(items => $"({string.Join(", ", items)})");

    private static Gen<string[]> Some(Gen<string> value) => value.Array[0, 1];

    private static Gen<string[]> Many(Gen<string> value) => value.Array[0, 3];
}
