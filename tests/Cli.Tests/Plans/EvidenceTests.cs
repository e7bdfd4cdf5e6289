namespace IncidentMesh.Cli.Tests.Plans;

public sealed class EvidenceTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("incidentmesh-").FullName, "evidence");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public async Task The_newest_plans_evidence_is_listed_with_what_is_missing()
    {
        await using var api = await FakeApi.StartAsync();

        var finished = await Terminal.For(api).RunAsync("plans", "evidence", FakeApi.IncidentId);

        finished.Ok();
        Assert.Contains("pods/web-1/app.log (its end)", finished.Output, StringComparison.Ordinal);
        Assert.Contains("5891b5b522d5df08", finished.Output, StringComparison.Ordinal);
        Assert.Contains("Missing: pods/web-1/events.json: prod does not let us", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Saved_files_are_as_they_were_and_sha256sum_can_check_them()
    {
        await using var api = await FakeApi.StartAsync();

        var finished = await Terminal.For(api).RunAsync("plans", "evidence", FakeApi.IncidentId, "--plan", "plan-1", "--to", _folder);

        finished.Ok();
        Assert.Equal("hello\n", await File.ReadAllTextAsync(Path.Combine(_folder, "pods", "web-1", "app.log"), TestContext.Current.CancellationToken));
        Assert.Equal(api.Evidence["sums"]!.GetValue<string>(), await File.ReadAllTextAsync(Path.Combine(_folder, "SHA256SUMS"), TestContext.Current.CancellationToken));
        Assert.Contains("3bca6dd9732cb54774841532feb9c6b6f4652a63fa262e3c58c2fff7265b7d8d", finished.Output, StringComparison.Ordinal);
        Assert.Contains("Missing: pods/web-1/events.json", finished.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aGVsbG8=")]
    [InlineData("not base64!")]
    public async Task What_is_not_as_its_hash_says_is_not_saved(string content)
    {
        await using var api = await FakeApi.StartAsync();
        api.EvidenceFile["content"] = content;

        var finished = await Terminal.For(api).RunAsync("plans", "evidence", FakeApi.IncidentId, "--to", _folder);

        finished.Failed(ExitCodes.Failed, "pods/web-1/app.log is not what its hash says");
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public async Task Files_that_are_not_those_that_the_audit_trail_names_have_no_list_of_hashes()
    {
        await using var api = await FakeApi.StartAsync();
        api.EvidenceFile["content"] = "aGVsbG8=";
        api.Evidence["files"]![0]!["sha256"] = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        api.Evidence["sums"] = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824  pods/web-1/app.log\n";

        var finished = await Terminal.For(api).RunAsync("plans", "evidence", FakeApi.IncidentId, "--to", _folder);

        finished.Failed(ExitCodes.Failed, "are not those whose hash the server names");
        Assert.False(File.Exists(Path.Combine(_folder, "SHA256SUMS")));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("pods/../../outside")]
    [InlineData("pods//x")]
    [InlineData("pods/.hidden")]
    [InlineData("pods\\x")]
    [InlineData("C:x")]
    [InlineData("SHA256SUMS")]
    [InlineData("sha256sums")]
    [InlineData("")]
    public async Task No_name_leads_out_of_the_folder(string name)
    {
        await using var api = await FakeApi.StartAsync();
        api.Evidence["files"]![0]!["name"] = name;

        var finished = await Terminal.For(api).RunAsync("plans", "evidence", FakeApi.IncidentId, "--to", _folder);

        finished.Failed(ExitCodes.Failed, "is no name of a file of evidence");
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public async Task Nothing_is_written_over()
    {
        await using var api = await FakeApi.StartAsync();
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "mine"), "x", TestContext.Current.CancellationToken);

        var finished = await Terminal.For(api).RunAsync("plans", "evidence", FakeApi.IncidentId, "--to", _folder);

        finished.Failed(ExitCodes.Usage, "is not empty");
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_plan_that_kept_nothing_says_so()
    {
        await using var api = await FakeApi.StartAsync();

        var finished = await Terminal.For(api).RunAsync("plans", "evidence", FakeApi.IncidentId, "--plan", "plan-7");

        finished.Failed(ExitCodes.NotFound, "plan-7 of inc-abcdefghijkl has kept no evidence");
    }
}
