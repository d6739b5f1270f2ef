using System.Threading.Channels;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Files;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.State;

/// <summary>
/// One writer, to which all writes come: what has gathered while the disk was busy is decided one after the other, kept by one
/// transaction, and answered together. Nobody sees a change, or hears of it, before it is on the disk.
/// </summary>
internal sealed class WriteQueue(StoreState first, IEventLog log, EventWindow window, TimeProvider clock, Action<StoreState, IReadOnlyList<StoreEvent>, int> publish)
{
    // Bounds how long the first of a group waits for the last.
    private const int MostTogether = 256;

    private readonly Channel<PendingWrite> _pending = Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(4096) { SingleReader = true });
    private StoreState _state = first;
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync);

    public async Task StopAsync()
    {
        _pending.Writer.TryComplete();
        await _running.ConfigureAwait(false);
    }

    /// <param name="write">Decides on the state as it is then; what it throws is the answer. May be called on any thread, once.</param>
    /// <param name="isDryRun">Everything is decided and nothing is kept.</param>
    /// <exception cref="ApiException">The write was refused, or could not be kept.</exception>
    public async Task<StoredObject> SubmitAsync(Func<WriteScope, StoredObject> write, bool isDryRun)
    {
        var pending = new PendingWrite(write, isDryRun);
        try
        {
            await _pending.Writer.WriteAsync(pending).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ApiException(503, "ServiceUnavailable", "the store is shutting down");
        }

        return await pending.Answer.Task.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var group = new List<PendingWrite>();
        while (await _pending.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            group.Clear();
            while (group.Count < MostTogether && _pending.Reader.TryRead(out var next))
            {
                group.Add(next);
            }

            Write(group);
        }
    }

    private void Write(List<PendingWrite> group)
    {
        var scope = new WriteScope(_state, clock.GetUtcNow());
        foreach (var pending in group)
        {
            pending.Decide(scope);
        }

        try
        {
            Keep(scope);
        }
        catch (StoreFileException error)
        {
            group.ForEach(pending => pending.Fail(Refusal.Internal(error.Message, error)));
            return;
        }
        catch (Exception bug)
        {
            // These callers fail by it; the next ones find the writer at work.
            group.ForEach(pending => pending.Fail(bug));
            return;
        }

        group.ForEach(pending => pending.Finish());
    }

    private void Keep(WriteScope scope)
    {
        if (scope.Events.Count == 0)
        {
            return;
        }

        var surplus = window.Surplus(scope.Events);
        log.Append(scope.Events, surplus);
        _state = scope.State;
        publish(_state, scope.Events, surplus.Count);
    }

    private sealed class PendingWrite(Func<WriteScope, StoredObject> write, bool isDryRun)
    {
        private StoredObject? _result;
        private Exception? _refusal;

        public TaskCompletionSource<StoredObject> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Decide(WriteScope scope)
        {
            var mark = scope.Mark();
            try
            {
                _result = write(scope);
                if (isDryRun)
                {
                    scope.Return(mark);
                }
            }
            catch (Exception refusal)
            {
                // A bug of ours is this caller's failure and nobody else's.
                _refusal = refusal;
                scope.Return(mark);
            }
        }

        // Who was refused was so because of what others of the group had written, for all that is known: that has not happened.
        public void Fail(Exception error) => Answer.SetException(error);

        public void Finish()
        {
            if (_refusal is { } refusal)
            {
                Answer.SetException(refusal);
            }
            else
            {
                Answer.SetResult(_result!);
            }
        }
    }
}
