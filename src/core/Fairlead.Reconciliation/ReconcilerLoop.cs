namespace Fairlead.Reconciliation;

/// <summary>Drives a reconciler on one thread of its own: a step whenever something was written or is due.</summary>
/// <param name="resting">Called on that thread whenever there is nothing to do for a while: targets are not at work then.</param>
public sealed class ReconcilerLoop(Reconciler reconciler, Action? resting = null)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;
    private bool _started;

    /// <summary>Ends when the loop has; with the exception, should a target throw one that is a bug.</summary>
    public Task Completion => _ended.Task;

    public void Start()
    {
        _started = true;
        new Thread(Run) { Name = "reconciler", IsBackground = true }.Start();
    }

    /// <summary>Ends when the step in progress, if any, is over. One that was never started has ended.</summary>
    public Task StopAsync()
    {
        _stopping = true;
        if (!_started)
        {
            _ended.TrySetResult();
        }

        reconciler.Signal();
        return _ended.Task;
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                var rest = reconciler.Step();
                if (rest > TimeSpan.Zero)
                {
                    resting?.Invoke();
                    reconciler.WaitForSignal(rest);
                }
            }

            _ended.SetResult();
        }
        catch (Exception bug)
        {
            _ended.SetException(bug);
        }
    }
}
