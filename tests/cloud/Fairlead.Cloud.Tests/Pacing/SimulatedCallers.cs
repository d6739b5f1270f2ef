using Fairlead.Cloud.Alibaba.Pacing;
using Fairlead.Testing.Clocks;

namespace Fairlead.Cloud.Tests.Pacing;

/// <summary>Callers that never rest, against a cloud that refuses what is too much, on a clock that the test moves.</summary>
internal sealed class SimulatedCallers(CallPacer pacer, ManualClock clock, Func<bool> allows) : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _callers = [];
    private int _granted;
    private int _refused;

    public int Granted => Volatile.Read(ref _granted);

    public int Refused => Volatile.Read(ref _refused);

    public double RefusedShare => (double)Refused / Math.Max(1, Granted + Refused);

    public void Start(int callers)
    {
        _callers.AddRange(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync)));
    }

    public void Reset() => (_granted, _refused) = (0, 0);

    /// <summary>Goes on by small steps, and lets everybody who got a turn end it before the next.</summary>
    public void Run(TimeSpan time)
    {
        for (var gone = TimeSpan.Zero; gone < time; gone += Step)
        {
            Settle();
            clock.Advance(Step);
        }

        Settle();
    }

    public void Dispose()
    {
        _end.Cancel();
        Task.WaitAll([.. _callers]);
    }

    /// <summary>All are back in the queue.</summary>
    private void Settle() => Assert.True(SpinWait.SpinUntil(() => pacer.Waiting == _callers.Count, TimeSpan.FromSeconds(10)), "callers did not come to rest");

    private async Task CallAsync()
    {
        var again = false;
        while (true)
        {
            PaceTicket ticket;
            try
            {
                ticket = await pacer.WaitAsync(again, _end.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            again = !allows();
            if (again)
            {
                Interlocked.Increment(ref _refused);
                pacer.Refused(ticket);
            }
            else
            {
                Interlocked.Increment(ref _granted);
                pacer.Granted(ticket);
            }
        }
    }
}
