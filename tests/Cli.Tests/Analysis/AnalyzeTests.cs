using System.Text;
using System.Text.Json;
using IncidentMesh.Benchmarks.AlertDay;

namespace IncidentMesh.Cli.Tests.Analysis;

public sealed class AnalyzeTests : IDisposable
{
    private readonly TemporaryFiles _files = new();

    [Fact]
    public async Task The_samples_are_read_whole_and_become_the_story_they_tell()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "samples");

        var report = (await Run([Path.Combine(folder, "falco.ndjson"), Path.Combine(folder, "kubernetes-audit.json"), "-o", "json"])).Ok().Json;

        Assert.Equal(10, report.GetProperty("signals").GetInt64());
        Assert.Equal(0, report.GetProperty("unparsed").GetArrayLength());
        var first = report.GetProperty("incidents")[0];
        Assert.Equal("critical", first.GetProperty("severity").GetString());
        Assert.Equal("shop/Deployment/web", first.GetProperty("workload").GetString());
        Assert.Equal("local", first.GetProperty("cluster").GetString());
        Assert.Equal("2026-03-02T09:14:03.1182045Z", first.GetProperty("firstSeen").GetString());
        Assert.Equal(6, first.GetProperty("detections").GetArrayLength());
    }

    [Fact]
    public async Task The_report_has_exactly_the_members_that_are_documented()
    {
        var report = (await Run([_files.Write("a", Alerts.One(1) + "\nx\n"), "-o", "json"])).Ok().Json;

        Assert.Equal(["signals", "duplicates", "unparsed", "unparsedTotal", "fold", "suppressions", "incidents"], Names(report));
        Assert.Equal(["events", "detected", "activity", "suppressed", "probes", "detections", "incidents", "lost"], Names(report.GetProperty("fold")));
        Assert.Equal(["file", "line", "error"], Names(report.GetProperty("unparsed")[0]));
        var incident = report.GetProperty("incidents")[0];
        Assert.Equal(["id", "title", "severity", "score", "stage", "chain", "workload", "cluster", "signals", "firstSeen", "lastSeen", "places", "detections", "actors"], Names(incident));
        Assert.Equal(["rule", "title", "severity", "count", "firstSeen", "lastSeen", "example", "techniques", "examples"], Names(incident.GetProperty("detections")[0]));

        static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);
    }

    [Fact]
    public async Task A_day_of_33_000_alerts_is_few_incidents_with_the_intrusion_first_and_none_lost()
    {
        var file = _files.Write("day", string.Join('\n', Day.Lines(seed: 1)));

        var report = (await Run([file, "-o", "json"])).Ok().Json;

        var fold = report.GetProperty("fold");
        Assert.Equal((Day.Alerts, 0), (fold.GetProperty("events").GetInt32(), fold.GetProperty("lost").GetInt32()));
        Assert.InRange(report.GetProperty("incidents").GetArrayLength(), 2, 9);
        var first = report.GetProperty("incidents")[0];
        Assert.Equal(Day.Victim, first.GetProperty("workload").GetString());
        Assert.InRange(first.GetProperty("stage").GetInt32(), 3, 14);
        var shown = (await Run([file])).Ok().Output;
        Assert.Contains("0 lost", shown, StringComparison.Ordinal);
        Assert.Contains("Execution -> Persistence -> Credential Access", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_suppressed_is_hidden_counted_and_reported()
    {
        var file = _files.Write("alerts", string.Join('\n', Alerts.Some(3)));
        var suppressions = _files.Write("s.yaml", "- {id: ops, reason: known, owner: mira, expires: 2026-06-01, rule: Terminal shell*, workload: shop/*}\n");

        var finished = (await new Terminal().RunAsync("analyze", file, "--suppressions", suppressions, "-o", "json")).Ok();

        Assert.Equal(0, finished.Json.GetProperty("incidents").GetArrayLength());
        Assert.Equal((3, 0), (finished.Json.GetProperty("fold").GetProperty("suppressed").GetInt32(), finished.Json.GetProperty("fold").GetProperty("lost").GetInt32()));
        var told = finished.Json.GetProperty("suppressions")[0];
        Assert.Equal(("ops", 3), (told.GetProperty("id").GetString(), told.GetProperty("hidden").GetInt32()));
    }

    [Fact]
    public async Task A_suppression_without_owner_or_end_is_refused_with_its_place()
    {
        var suppressions = _files.Write("s.yaml", "- {id: ops, reason: known, expires: 2026-06-01, rule: x}\n");

        (await Run([_files.Write("a", Alerts.One(1)), "--suppressions", suppressions])).Failed(ExitCodes.Failed, "s.yaml:1: 'owner' is missing");
    }

    [Fact]
    public async Task A_bad_line_is_named_and_stops_nothing()
    {
        var file = _files.Write("alerts.log", $"{Alerts.One(1)}\n{{\"rule\":\n{Alerts.One(2)}\n{{\"kind\":\"Pod\"}}\n{Alerts.One(3)}\n");

        var report = (await Run([file, "-o", "json"])).Ok().Json;

        Assert.Equal(3, report.GetProperty("signals").GetInt64());
        Assert.Equal([2, 4], report.GetProperty("unparsed").EnumerateArray().Select(piece => piece.GetProperty("line").GetInt32()));
        Assert.All(report.GetProperty("unparsed").EnumerateArray(), piece => Assert.Equal(file, piece.GetProperty("file").GetString()));
    }

    [Fact]
    public async Task A_repeat_counts_once()
    {
        var file = _files.Write("a", $"{Alerts.One(1)}\n{Alerts.One(2)}\n{Alerts.One(1)}\n");

        var report = (await Run([file, file, "-o", "json"])).Ok().Json;

        Assert.Equal(2, report.GetProperty("signals").GetInt64());
        Assert.Equal(4, report.GetProperty("duplicates").GetInt64());
    }

    [Fact]
    public async Task Gzip_is_known_by_its_content_also_from_standard_input()
    {
        var packed = TemporaryFiles.Zip(string.Join('\n', Alerts.Some(5)));
        var file = _files.Write("alerts.json", packed);

        Assert.Equal(5, Signals(await Run([file, "-o", "json"])));
        Assert.Equal(5, Signals(await new Terminal { Input = () => new MemoryStream(packed) }.RunAsync("analyze", "-", "-o", "json")));
    }

    [Fact]
    public async Task Gzip_that_was_cut_off_gives_what_it_had_and_says_so()
    {
        var packed = TemporaryFiles.Zip(string.Join('\n', Alerts.Some(5_000)));
        var file = _files.Write("alerts.gz", packed[..^200]);

        var report = (await Run([file, "-o", "json"])).Ok().Json;

        Assert.InRange(report.GetProperty("signals").GetInt64(), 1, 4_999);
        Assert.Contains("gzip", report.GetProperty("unparsed").EnumerateArray().Last().GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gzip_files_put_together_are_one_file()
    {
        byte[] packed = [.. TemporaryFiles.Zip(Alerts.One(1) + "\n"), .. TemporaryFiles.Zip(Alerts.One(2) + "\n")];

        Assert.Equal(2, Signals(await Run([_files.Write("a.gz", packed), "-o", "json"])));
    }

    [Fact]
    public async Task What_PowerShell_redirects_is_read()
    {
        var file = _files.Write("utf16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(string.Join("\r\n", Alerts.Some(3)))]);

        Assert.Equal(3, Signals(await Run([file, "-o", "json"])));
    }

    [Fact]
    public async Task An_empty_file_is_no_error()
    {
        var finished = (await Run([_files.Write("empty", "")])).Ok();

        Assert.Contains("0 signals", finished.Output, StringComparison.Ordinal);
        Assert.Contains("No incidents.", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_missing_or_a_folder_fails_and_the_others_are_read()
    {
        var good = _files.Write("good", Alerts.One(1));
        var missing = Path.Combine(_files.Folder, "missing");

        var finished = (await Run([missing, good, _files.Folder, "-o", "json"])).Failed(ExitCodes.Failed, "there is no such file");

        Assert.Contains("directory", finished.Error, StringComparison.Ordinal);
        Assert.Equal(1, Signals(finished));
        Assert.Equal([missing, _files.Folder], finished.Json.GetProperty("unparsed").EnumerateArray().Select(piece => piece.GetProperty("file").GetString()));
    }

    [Fact]
    public async Task Nothing_readable_is_a_failure()
    {
        var finished = await Run([_files.Write("text", "hello\nworld\n"), "-o", "json"]);

        Assert.Equal(ExitCodes.Failed, finished.ExitCode);
        Assert.Equal(2, finished.Json.GetProperty("unparsedTotal").GetInt64());
    }

    [Fact]
    public async Task Only_so_many_unreadable_pieces_are_listed_and_all_are_counted()
    {
        var report = (await Run([_files.Write("text", string.Concat(Enumerable.Repeat("x\n", 2_500)) + Alerts.One(1)), "-o", "json"])).Ok().Json;

        Assert.Equal(1_000, report.GetProperty("unparsed").GetArrayLength());
        Assert.Equal(2_500, report.GetProperty("unparsedTotal").GetInt64());
    }

    [Fact]
    public async Task A_forced_format_reads_nothing_else()
    {
        var file = _files.Write("a", Alerts.One(1));

        Assert.Equal(1, Signals(await Run([file, "--format", "falco", "-o", "json"])));
        Assert.Equal(ExitCodes.Failed, (await Run([file, "--format", "kubernetes-audit"])).ExitCode);
        (await Run([file, "--format", "syslog"])).Failed(ExitCodes.Usage, "kubernetes-audit");
    }

    [Fact]
    public async Task The_cluster_is_what_was_said()
    {
        var report = (await Run([_files.Write("a", Alerts.One(1)), "--cluster", "prod-eu", "-o", "json"])).Ok().Json;

        Assert.Equal("prod-eu", report.GetProperty("incidents")[0].GetProperty("cluster").GetString());
    }

    [Fact]
    public async Task The_same_file_gives_the_same_incidents_at_every_run()
    {
        var file = _files.Write("a", """{"rule":"No time","priority":"Critical","output":"x"}""");

        var first = await Run([file, "-o", "json"]);
        var second = await Run([file, "-o", "json"]);

        Assert.Equal(first.Ok().Output, second.Output);
    }

    public void Dispose() => _files.Dispose();

    private static Task<Finished> Run(string[] args) => new Terminal().RunAsync(["analyze", .. args]);

    private static long Signals(Finished finished) => finished.Json.GetProperty("signals").GetInt64();
}
