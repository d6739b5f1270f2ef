namespace Fairlead.Cloud.Alibaba.Batching;

/// <summary>
/// Wishes about one thing that come within a short time go in one call, and while that is out the next ones gather. Each caller gets
/// what its own wish brought. A call that is refused for what it asks is asked in halves, so that one wish too many spoils no other. One
/// that nobody waits for any more is given up, and not repeated: whoever asked may have no say any more.
/// </summary>
/// <param name="most">Weight of a call at most.</param>
/// <param name="send">Asks for all of them at once; results in the same order.</param>
/// <param name="isWorthSplitting">Whether a part may be granted where the whole is refused.</param>
internal sealed class CallBatcher<TKey, TWish, TResult>(
    int most,
    TimeSpan window,
    TimeProvider clock,
    Func<TWish, int> weight,
    Func<TKey, IReadOnlyList<TWish>, CancellationToken, Task<IReadOnlyList<TResult>>> send,
    Func<CloudException, bool> isWorthSplitting) : IDisposable
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, List<BatchedWish<TWish, TResult>>> _queues = [];
    private readonly CancellationTokenSource _end = new();

    /// <summary>Who stops waiting before the call went out takes the wish back; later, what it brings belongs to nobody, if others still wait.</summary>
    public async Task<TResult> AskAsync(TKey key, TWish wish, CancellationToken cancel)
    {
        var mine = new BatchedWish<TWish, TResult>(wish, cancel);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_end.IsCancellationRequested, this);
            if (_queues.TryGetValue(key, out var queue))
            {
                queue.Add(mine);
            }
            else
            {
                _queues[key] = [mine];
                _ = RunAsync(key, _end.Token);
            }
        }

        return await mine.Result.Task.WaitAsync(cancel).ConfigureAwait(false);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _end.Cancel();
        }
    }

    /// <summary>Serves one key as long as there are wishes for it.</summary>
    private async Task RunAsync(TKey key, CancellationToken end)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await Task.Delay(window, clock, end).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What waits is told below.
        }

        while (Next(key) is { } batch)
        {
            await ServeAsync(key, batch, end).ConfigureAwait(false);
        }
    }

    /// <returns>As many of the first wishes as one call may bear; null, and the queue is gone, where there are none.</returns>
    private List<BatchedWish<TWish, TResult>>? Next(TKey key)
    {
        lock (_gate)
        {
            var queue = _queues[key];
            queue.RemoveAll(wish => wish.IsLeft);
            if (queue.Count == 0)
            {
                _queues.Remove(key);
                return null;
            }

            var (count, sum) = (0, 0);
            while (count < queue.Count && (count == 0 || sum + weight(queue[count].Wish) <= most))
            {
                sum += weight(queue[count++].Wish);
            }

            var batch = queue[..count];
            queue.RemoveRange(0, count);
            return batch;
        }
    }

    private async Task ServeAsync(TKey key, List<BatchedWish<TWish, TResult>> batch, CancellationToken end)
    {
        using var wanted = CancellationTokenSource.CreateLinkedTokenSource(end);
        var waiting = batch.Count;
        var watches = batch.ConvertAll(wish => wish.WhenLeft(() =>
        {
            if (Interlocked.Decrement(ref waiting) == 0)
            {
                wanted.Cancel();
            }
        }));
        try
        {
            var results = await send(key, batch.ConvertAll(wish => wish.Wish), wanted.Token).ConfigureAwait(false);
            foreach (var (wish, result) in batch.Zip(results))
            {
                wish.Result.TrySetResult(result);
            }
        }
        catch (CloudException error) when (batch.Count > 1 && isWorthSplitting(error))
        {
            var half = batch.Count / 2;
            await ServeAsync(key, batch[..half], end).ConfigureAwait(false);
            await ServeAsync(key, batch[half..], end).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            batch.ForEach(wish => wish.Result.TrySetException(error is CloudException refusal ? refusal.Again() : error));
        }
        finally
        {
            watches.ForEach(watch => watch.Dispose());
        }
    }
}

/// <summary>A wish and who waits for it.</summary>
internal sealed class BatchedWish<TWish, TResult>(TWish wish, CancellationToken cancel)
{
    public TWish Wish { get; } = wish;

    public TaskCompletionSource<TResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Nobody waits for it any more.</summary>
    public bool IsLeft => cancel.IsCancellationRequested;

    public CancellationTokenRegistration WhenLeft(Action told) => cancel.Register(told);
}
