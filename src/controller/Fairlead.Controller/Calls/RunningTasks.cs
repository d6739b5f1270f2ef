namespace Fairlead.Controller.Calls;

/// <summary>Tasks that nobody awaits one by one: none is forgotten, and none fails unheard.</summary>
internal sealed class RunningTasks
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _tasks = [];
    private readonly TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Fails with the first task that does; else it never ends.</summary>
    public Task Failure => _failure.Task;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _tasks.Count;
            }
        }
    }

    public void Add(Task task)
    {
        lock (_gate)
        {
            _tasks.Add(task);
        }

        task.ContinueWith(Ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits until all that were added have ended, however they did.</summary>
    public async Task EndAsync()
    {
        Task[] left;
        lock (_gate)
        {
            left = [.. _tasks];
        }

        await Task.WhenAll(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Ended(Task task)
    {
        lock (_gate)
        {
            _tasks.Remove(task);
        }

        if (task.Exception is { } error)
        {
            _failure.TrySetException(error.InnerExceptions);
        }
    }
}
