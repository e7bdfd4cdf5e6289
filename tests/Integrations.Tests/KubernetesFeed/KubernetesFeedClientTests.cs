using System.Net;
using System.Text;
using IncidentMesh.Contracts.Vulnerabilities;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Integrations.Tests.KubernetesFeed;

public sealed class KubernetesFeedClientTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly List<string> _asked = [];
    private WebApplication _server = null!;
    private Func<HttpContext, Task> _serve = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(context =>
        {
            _asked.Add($"{context.Request.Headers.IfNoneMatch} {context.Request.Headers.IfModifiedSince}".Trim());
            return _serve(context);
        });
        await _server.StartAsync(TestContext.Current.CancellationToken);
        Serves(Feed("one"), "\"v1\"");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        using var services = Build(Address);
        var feed = services.GetRequiredService<IComponentFeed>();
        var first = await ReadAsync(feed);
        _time.Advance(TimeSpan.FromHours(6));

        var second = await ReadAsync(feed);

        Assert.Equal(["", "\"v1\" Sun, 03 May 2026 12:00:00 GMT"], _asked);
        Assert.Same(first.Content, second.Content);
        Assert.Equal((_time.GetUtcNow(), null), (second.AsOf, second.Problem));
    }

    [Fact]
    public async Task What_has_changed_is_taken()
    {
        using var services = Build(Address);
        var feed = services.GetRequiredService<IComponentFeed>();
        await ReadAsync(feed);

        Serves(Feed("two"), "\"v2\"");

        Assert.Equal(Feed("two"), Encoding.UTF8.GetString((await ReadAsync(feed)).Content!));
    }

    [Theory]
    [InlineData(404, "HTTP 404")]
    [InlineData(503, "HTTP 503")]
    [InlineData(302, "redirects are not followed")]
    [InlineData(0, "It was not reached")]
    [InlineData(-1, "more than 16 MiB")]
    [InlineData(200, "no JSON Feed")]
    public async Task A_feed_that_fails_is_as_old_as_it_was(int status, string said)
    {
        using var services = Build(Address);
        var feed = services.GetRequiredService<IComponentFeed>();
        var known = await ReadAsync(feed);
        _time.Advance(TimeSpan.FromHours(6));
        _serve = async context =>
        {
            if (status == 0)
                context.Abort();
            else if (status < 0)
                for (var i = 0; i < 17; i++)
                    await context.Response.Body.WriteAsync(new byte[1024 * 1024], context.RequestAborted);
            else if (status == 200)
                await context.Response.WriteAsync("<html>Please sign in.</html>", context.RequestAborted);
            else
                (context.Response.StatusCode, context.Response.Headers.Location) = (status, "https://evil.example/");
        };

        var answer = await ReadAsync(feed);

        Assert.Contains(said, answer.Problem, StringComparison.Ordinal);
        Assert.Equal((known.Content, known.AsOf), (answer.Content, answer.AsOf));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_waited_for_no_longer_than_a_minute()
    {
        using var services = Build(Address);
        var asked = new TaskCompletionSource();
        _serve = context =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        var running = ReadAsync(services.GetRequiredService<IComponentFeed>());
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(61));

        var answer = await running;
        Assert.Equal((null, null), (answer.Content, answer.AsOf));
        Assert.Contains("not there within 60 s", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_read_anew_when_it_has_changed()
    {
        var file = Path.GetTempFileName();
        using var services = Build(file);
        var feed = services.GetRequiredService<IComponentFeed>();
        await File.WriteAllTextAsync(file, Feed("one"), TestContext.Current.CancellationToken);
        var first = await ReadAsync(feed);

        await File.WriteAllTextAsync(file, Feed("two"), TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
        var second = await ReadAsync(feed);
        File.Delete(file);
        var third = await ReadAsync(feed);

        Assert.Equal((Feed("one"), Feed("two")), (Encoding.UTF8.GetString(first.Content!), Encoding.UTF8.GetString(second.Content!)));
        Assert.Equal(("There is no such file.", second.Content), (third.Problem, third.Content));
    }

    [Theory]
    [InlineData("http://feeds.example/index.json", null, "Vulnerabilities:KubernetesFeed")]
    [InlineData("https://user:secret@feeds.example/", null, "Vulnerabilities:KubernetesFeed")]
    [InlineData("ftp://127.0.0.1/", null, "Vulnerabilities:KubernetesFeed")]
    [InlineData("feed.json", "00:01:00", "Vulnerabilities:FeedPeriod")]
    public void A_wrong_setting_does_not_start(string feed, string? period, string named)
    {
        var message = Assert.Throws<OptionsValidationException>(() => Build(feed, period)).Message;

        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_setting_there_is_none()
    {
        using var services = Build(null);

        Assert.Empty(services.GetServices<IComponentFeed>());
    }

    private static string Feed(string id) => $$"""{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"{{id}}"}]}""";

    private string Address => _server.Urls.First() + "/index.json";

    private void Serves(string content, string tag) => _serve = async context =>
    {
        (context.Response.Headers.ETag, context.Response.Headers.LastModified) = (tag, "Sun, 03 May 2026 12:00:00 GMT");
        if (context.Request.Headers.IfNoneMatch == tag)
            context.Response.StatusCode = 304;
        else
            await context.Response.WriteAsync(content);
    };

    private static async Task<FeedAnswer> ReadAsync(IComponentFeed feed) => await feed.ReadAsync(TestContext.Current.CancellationToken);

    private ServiceProvider Build(string? feed, string? period = null) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(_time)
        .AddIntegrations(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Vulnerabilities:KubernetesFeed", feed), new("Vulnerabilities:FeedPeriod", period ?? "06:00:00")]).Build())
        .BuildServiceProvider();
}
