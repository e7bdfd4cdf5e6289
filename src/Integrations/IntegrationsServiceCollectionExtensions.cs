using System.Net;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Vulnerabilities;
using IncidentMesh.Integrations.Email;
using IncidentMesh.Integrations.KubernetesFeed;
using IncidentMesh.Integrations.Outbound;
using IncidentMesh.Integrations.PagerDuty;
using IncidentMesh.Integrations.Slack;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Integrations;

public static class IntegrationsServiceCollectionExtensions
{
    /// <summary>
    /// Adds a handler and a <see cref="NotifierTarget"/> for each notifier that is configured (sections
    /// <see cref="SlackOptions.Section"/>, <see cref="PagerDutyOptions.Section"/> and <see cref="EmailOptions.Section"/>), and
    /// Kubernetes' feed of vulnerabilities where one is (section <see cref="VulnerabilityOptions.Section"/>).
    /// </summary>
    /// <exception cref="OptionsValidationException">A section is there in half or wrongly; the message names each key.</exception>
    public static IServiceCollection AddIntegrations(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);

        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IntegrationInstruments>();

        if (SlackSettings.Read(configuration.GetSection(SlackOptions.Section).Get<SlackOptions>() ?? new()) is { } slack)
        {
            services.AddSingleton(slack);
            AddTargets(services, EffectKinds.SlackIncident, slack.MinimumSeverity, slack.Channels.Keys);
            AddClient<SlackApi>(services, slack.BaseAddress);
            services.AddSingleton<IEffectHandler, SlackNotifier>();
        }

        if (PagerDutySettings.Read(configuration.GetSection(PagerDutyOptions.Section).Get<PagerDutyOptions>() ?? new()) is { } pagerDuty)
        {
            services.AddSingleton(pagerDuty);
            AddTargets(services, EffectKinds.PagerDutyIncident, pagerDuty.MinimumSeverity, pagerDuty.Services.Keys);
            AddClient<PagerDutyApi>(services, pagerDuty.BaseAddress);
            services.AddSingleton<IEffectHandler, PagerDutyNotifier>();
        }

        if (EmailSettings.Read(configuration.GetSection(EmailOptions.Section).Get<EmailOptions>() ?? new()) is { } email)
        {
            services.AddSingleton(email);
            AddTargets(services, EffectKinds.EmailIncident, email.MinimumSeverity, email.TargetNames);
            services.AddSingleton<SmtpTransport>();
            services.AddSingleton<IEffectHandler, EmailNotifier>();
        }

        if (FeedSettings.Read(configuration.GetSection(VulnerabilityOptions.Section).Get<VulnerabilityOptions>() ?? new()) is { } feed)
        {
            services.AddSingleton(feed);
            AddFeed(services);
        }

        return services;
    }

    /// <summary>Where the feed is says who runs the silo, so that a mirror in the own network will do; a redirect would not be theirs.</summary>
    private static void AddFeed(IServiceCollection services)
    {
        services.AddHttpClient<KubernetesFeedClient>(static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.GZip,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                MaxResponseHeadersLength = 32,
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        // One for all: it keeps what it read last.
        services.AddSingleton<IComponentFeed>(static provider => provider.GetRequiredService<KubernetesFeedClient>());
    }

    private static void AddTargets(IServiceCollection services, string kind, Severity severity, IEnumerable<string> names)
    {
        services.AddSingleton(new NotifierTarget(kind, severity));
        foreach (var name in names.Order(StringComparer.Ordinal))
            services.AddSingleton(new NotifierTarget(kind, severity, name));
    }

    /// <summary>A typed client that lives as long as the process: its handler renews connections by itself.</summary>
    private static void AddClient<TClient>(IServiceCollection services, Uri address)
        where TClient : class =>
        services.AddHttpClient<TClient>(client =>
            {
                client.BaseAddress = address;
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("IncidentMesh");
            })
            // The factory's own loggers write whole addresses and, at Trace, headers.
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new OutboundGate(address).NewHandler())
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
}
