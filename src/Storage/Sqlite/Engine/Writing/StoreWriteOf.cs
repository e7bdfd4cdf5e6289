namespace IncidentMesh.Storage.Sqlite.Engine.Writing;

/// <summary>A write with a result, which its caller sees once it is on disk.</summary>
internal abstract class StoreWrite<TSession, TResult> : StoreWrite<TSession>
    where TSession : WriteSession
{
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? _result;

    public Task<TResult> Completion => _completion.Task;

    public sealed override void Apply(TSession session) => _result = Execute(session);

    public sealed override void Complete() => _completion.TrySetResult(_result!);

    public sealed override void Fail(Exception exception) => _completion.TrySetException(exception);

    /// <summary>Ends when it is on disk, or when it was cancelled before it was started.</summary>
    public async Task<TResult> CompleteAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            static (write, token) => ((StoreWrite<TSession, TResult>)write!).Cancel(token), this);
        return await _completion.Task;
    }

    protected abstract TResult Execute(TSession session);

    private void Cancel(CancellationToken token)
    {
        if (TryTake())
        {
            _completion.TrySetCanceled(token);
        }
    }
}
