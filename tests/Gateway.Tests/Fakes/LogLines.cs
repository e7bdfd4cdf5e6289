using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Gateway.Tests.Fakes;

/// <summary>Keeps every log line of every category, with its exception.</summary>
internal sealed class LogLines : ILoggerProvider
{
    public ConcurrentQueue<string> All { get; } = [];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, LogLines lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.All.Enqueue($"{logLevel} {category} {formatter(state, exception)} {exception}");
    }
}
