namespace IncidentMesh.Storage.Sqlite.Engine;

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

    protected abstract TResult Execute(TSession session);
}
