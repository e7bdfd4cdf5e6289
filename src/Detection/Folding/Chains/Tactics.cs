using System.Collections.Frozen;

namespace IncidentMesh.Detection.Folding.Chains;

/// <summary>ATT&amp;CK's tactics for enterprises in the order of its matrix, and which tactic a technique serves first of all.</summary>
internal static class Tactics
{
    private static readonly (string Id, string Name, string Techniques)[] Known =
    [
        ("TA0043", "Reconnaissance", "T1589 T1590 T1592 T1595"),
        ("TA0042", "Resource Development", "T1583 T1584 T1587 T1588"),
        ("TA0001", "Initial Access", "T1078 T1133 T1189 T1190 T1195 T1199 T1566"),
        ("TA0002", "Execution", "T1059 T1106 T1129 T1203 T1204 T1559 T1569 T1609 T1610 T1648"),
        ("TA0003", "Persistence", "T1053 T1098 T1136 T1505 T1525 T1543 T1546 T1547 T1554 T1574"),
        ("TA0004", "Privilege Escalation", "T1055 T1068 T1134 T1484 T1548 T1611"),
        ("TA0005", "Defense Evasion", "T1014 T1027 T1036 T1070 T1112 T1140 T1222 T1480 T1497 T1562 T1564 T1601 T1612 T1620"),
        ("TA0006", "Credential Access", "T1003 T1040 T1056 T1110 T1212 T1528 T1539 T1552 T1555 T1556 T1557 T1606"),
        ("TA0007", "Discovery", "T1007 T1016 T1018 T1033 T1046 T1049 T1057 T1069 T1082 T1083 T1087 T1135 T1518 T1580 T1613 T1619"),
        ("TA0008", "Lateral Movement", "T1021 T1210 T1550 T1563 T1570"),
        ("TA0009", "Collection", "T1005 T1039 T1074 T1113 T1119 T1213 T1530 T1560"),
        ("TA0011", "Command and Control", "T1001 T1008 T1071 T1090 T1095 T1102 T1104 T1105 T1132 T1219 T1568 T1571 T1572 T1573"),
        ("TA0010", "Exfiltration", "T1011 T1020 T1029 T1030 T1041 T1048 T1052 T1537 T1567"),
        ("TA0040", "Impact", "T1485 T1486 T1489 T1490 T1491 T1495 T1496 T1498 T1499 T1529 T1531 T1561 T1565"),
    ];

    private static readonly FrozenDictionary<string, int> Ranks = Known
        .SelectMany(static (tactic, rank) => tactic.Techniques.Split(' ').Append(tactic.Id).Select(id => (id, rank)))
        .ToFrozenDictionary(static pair => pair.id, static pair => pair.rank, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Ids = Known.ToFrozenDictionary(
        static tactic => tactic.Name.Replace(' ', '_'), static tactic => tactic.Id, StringComparer.OrdinalIgnoreCase);

    public static int Count => Known.Length;

    public static string Id(int rank) => Known[rank].Id;

    /// <returns>The id of the tactic of this name, with <c>_</c> between its words; null where there is none.</returns>
    public static string? IdOf(string name) => Ids.GetValueOrDefault(name);

    public static string Name(int rank) => Known[rank].Name;

    /// <summary>
    /// The one tactic that a detection stands for: the earliest that it states, or else the earliest that its techniques
    /// serve. One, so that a single rule with many tags is no chain by itself.
    /// </summary>
    /// <param name="ids">ATT&amp;CK ids of tactics and techniques.</param>
    /// <returns>Its place in the matrix, or null.</returns>
    public static int? RankOf(IReadOnlyList<string> ids)
    {
        int? stated = null;
        int? served = null;
        foreach (var id in ids)
        {
            var tactic = id.StartsWith("TA", StringComparison.Ordinal);
            if (!Ranks.TryGetValue(tactic ? id : Technique(id), out var rank))
                continue;
            if (tactic)
                stated = stated < rank ? stated : rank;
            else
                served = served < rank ? served : rank;
        }

        return stated ?? served;
    }

    /// <returns>Without the part after the dot.</returns>
    private static string Technique(string id) => id.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? id[..dot] : id;
}
