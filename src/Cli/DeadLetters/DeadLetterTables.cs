using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.DeadLetters;

/// <summary>Dead letters for people.</summary>
internal static class DeadLetterTables
{
    public static void List(Screen screen, JsonElement list)
    {
        screen.Table(
            ["LETTER", "RECEIVED", "FORMAT", "LINE", "BYTES", "CUT", "ERROR"],
            list.Items("items").Select(letter => (IReadOnlyList<Cell>)
            [
                letter.Text("id"), letter.Time("receivedAt"), letter.Text("format"), letter.Text("line"), letter.Text("size"), letter.Text("cut"), letter.Text("error"),
            ]),
            "No dead letters.");
        if (list.Text("dropped") is not ("" or "0"))
            screen.Line($"{list.Text("dropped")} more had to go because there were too many.");
        screen.MoreHint(list);
    }

    public static void Show(Screen screen, JsonElement letter)
    {
        screen.Facts(
            ("Letter", letter.Text("id")),
            ("Received", $"{letter.Time("receivedAt")} as {letter.Text("format")}, line {letter.Text("line")}"),
            ("Error", letter.Text("error")),
            ("Cut", letter.Text("cut") == "true" ? "only its beginning was kept: it can be sent again with --content only" : null));
        screen.Line();
        screen.Line(letter.Has("content") ? letter.Text("content") : $"(not UTF-8, as base64) {letter.Text("contentBase64")}");
    }

    /// <summary>What became of one that was sent again.</summary>
    public static void Sent(Screen screen, JsonElement receipt) =>
        screen.Line($"{receipt.Text("accepted")} events accepted in {receipt.Text("partition")} at {receipt.Text("offset")}.");

    public static void Effects(Screen screen, JsonElement list) => screen.Table(
        ["GIVEN UP", "TRIES", "KIND", "OWNER KIND", "OWNER ID", "EFFECT", "REASON"],
        list.Items("items").Select(effect => (IReadOnlyList<Cell>)
        [
            effect.Time("parkedAt"), effect.Text("attempts"), effect.Text("kind"), effect.Member("owner").Text("kind"), effect.Member("owner").Text("id"), effect.Text("effect"), effect.Text("reason"),
        ]),
        "No effects were given up.");
}
