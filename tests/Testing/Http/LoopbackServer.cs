using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Testing.Http;

/// <summary>
/// A neighbour's fake: a real HTTP server on loopback that serves each call or does what a script says. What it has seen
/// can be waited for. Safe for concurrent use.
/// </summary>
public abstract class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, Queue<ServerFault?>> _scripts = [];
    private readonly List<ServedCall> _calls = [];
    private int _disposed;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected LoopbackServer(TimeProvider? time)
    {
        Time = time ?? TimeProvider.System;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Where it listens, with a slash at the end.</summary>
    public Uri BaseAddress => new(_app.Urls.First().TrimEnd('/') + "/");

    /// <summary>Every call, in order of arrival.</summary>
    public IReadOnlyList<ServedCall> Calls
    {
        get
        {
            lock (Gate)
                return [.. _calls];
        }
    }

    protected TimeProvider Time { get; }

    /// <summary>Guards what the fake knows.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>Scripts the next calls of one operation, one fault each, after those scripted before; null serves the call.</summary>
    public void ScriptNext(string operation, params ServerFault?[] faults)
    {
        lock (Gate)
        {
            if (!_scripts.TryGetValue(operation, out var script))
                _scripts[operation] = script = new Queue<ServerFault?>();
            foreach (var fault in faults)
                script.Enqueue(fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        await _stopping.CancelAsync();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    protected Task ListenAsync() => _app.StartAsync();

    /// <summary>Waits until what was seen satisfies <paramref name="condition"/>, looked at after every call.</summary>
    /// <exception cref="TimeoutException">It does not in time; the message lists the calls.</exception>
    protected async Task WaitAsync(Func<bool> condition, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        while (true)
        {
            var changed = Volatile.Read(ref _changed);
            if (condition())
                return;
            try
            {
                await changed.Task.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Not seen within {timeout}. Calls: {string.Join(", ", Calls.Select(call => $"{call.Operation} {call.Fault}"))}");
            }
        }
    }

    /// <summary>Name of what a request asks for.</summary>
    protected abstract string Operation(string path);

    /// <summary>Checks and carries out a request. Called under <see cref="Gate"/>.</summary>
    protected abstract ServedAnswer Serve(ServedRequest request);

    /// <summary>The neighbour's answer for an error that a script asks for.</summary>
    protected abstract ServedAnswer Refuse(string code);

    private async Task HandleAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var request = new ServedRequest(
            context.Request.Method, context.Request.Path, context.Request.Query, context.Request.Headers, buffer.ToArray());
        var fault = Arrived(Operation(request.Path));

        switch (fault)
        {
            case ServerFault.FailBefore(var status):
                await AnswerAsync(context, new ServedAnswer(status, "upstream error"));
                return;
            case ServerFault.CutBefore:
                context.Abort();
                return;
            case ServerFault.TooManyRequests(var retryAfter):
                await AnswerAsync(context, Refuse("ratelimited") with { Status = 429, RetryAfter = retryAfter });
                return;
            case ServerFault.Error(var code):
                await AnswerAsync(context, Refuse(code));
                return;
            case ServerFault.Redirect(var location):
                context.Response.Redirect(location);
                return;
            case ServerFault.Garbage { CarriedOut: false } garbage:
                await AnswerAsync(context, new ServedAnswer(200, garbage.Body));
                return;
            case ServerFault.Late { CarryOutFirst: false } late:
                await late.Gate.WaitAsync(_stopping.Token);
                break;
            case ServerFault.Replayed:
                CarryOut(request);
                break;
        }

        var answer = CarryOut(request);
        switch (fault)
        {
            case ServerFault.FailAfter(var status):
                answer = new ServedAnswer(status, "upstream error");
                break;
            case ServerFault.CutAfter:
                context.Abort();
                return;
            case ServerFault.CutInAnswer:
                context.Response.ContentLength = Encoding.UTF8.GetByteCount(answer.Body);
                await context.Response.WriteAsync(answer.Body[..(answer.Body.Length / 2)]);
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
            case ServerFault.Garbage garbage:
                answer = answer with { Body = garbage.Body };
                break;
            case ServerFault.Late { CarryOutFirst: true } late:
                await late.Gate.WaitAsync(_stopping.Token);
                break;
        }

        await AnswerAsync(context, answer);
    }

    private ServerFault? Arrived(string operation)
    {
        ServerFault? fault;
        lock (Gate)
        {
            fault = _scripts.TryGetValue(operation, out var script) && script.Count > 0 ? script.Dequeue() : null;
            _calls.Add(new ServedCall(operation, fault, Time.GetUtcNow()));
        }

        Changed();
        return fault;
    }

    private ServedAnswer CarryOut(ServedRequest request)
    {
        ServedAnswer answer;
        lock (Gate)
            answer = Serve(request);
        Changed();
        return answer;
    }

    private void Changed() =>
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private static async Task AnswerAsync(HttpContext context, ServedAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json; charset=utf-8";
        if (answer.RetryAfter is { } retryAfter)
            context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsync(answer.Body);
    }
}
