using Fairlead.Cloud.Alibaba.Pacing;
using Fairlead.Testing.Clocks;

namespace Fairlead.Cloud.Tests.Pacing;

public sealed class PacerTests
{
    private readonly ManualClock _clock = new();

    /// <param name="perSecond">What the cloud bears.</param>
    /// <param name="first">What the pacer begins with.</param>
    [Theory]
    [InlineData(8.3, 8.3)]
    [InlineData(8.3, 50)]
    [InlineData(1, 8.3)]
    [InlineData(50, 8.3)]
    public void It_finds_the_clouds_limit_and_is_seldom_refused(double perSecond, double first)
    {
        using var pacer = new CallPacer(first, _clock);
        using var callers = new SimulatedCallers(pacer, _clock, Bucket(perSecond, burst: Math.Max(1, perSecond)));
        callers.Start(40);
        callers.Run(TimeSpan.FromMinutes(1));
        callers.Reset();
        callers.Run(TimeSpan.FromMinutes(4));
        Assert.InRange(callers.Granted / (240 * perSecond), 0.85, 1.01);
        Assert.InRange(callers.RefusedShare, 0, 0.05);
    }

    [Fact]
    public void A_limit_per_minute_is_lived_with()
    {
        // 500 calls in each minute of the clock, all refused once they are used up.
        var (minute, used) = (-1L, 0);
        var gate = new Lock();
        using var pacer = new CallPacer(8.3, _clock);
        using var callers = new SimulatedCallers(pacer, _clock, () =>
        {
            lock (gate)
            {
                var now = _clock.GetTimestamp() / TimeSpan.TicksPerMinute;
                used = now == minute ? used + 1 : 1;
                minute = now;
                return used <= 500;
            }
        });
        callers.Start(40);
        callers.Run(TimeSpan.FromMinutes(2));
        callers.Reset();
        callers.Run(TimeSpan.FromMinutes(6));
        Assert.InRange(callers.Granted / 3000.0, 0.85, 1.01);
        Assert.InRange(callers.RefusedShare, 0, 0.05);
    }

    [Fact]
    public void A_limit_that_was_raised_is_found_soon()
    {
        var limit = 5.0;
        using var pacer = new CallPacer(8.3, _clock);
        var allows = Bucket(() => limit, () => limit);
        using var callers = new SimulatedCallers(pacer, _clock, allows);
        callers.Start(40);
        callers.Run(TimeSpan.FromSeconds(60));
        limit = 20;
        callers.Run(TimeSpan.FromSeconds(60));
        Assert.InRange(pacer.Pace, 14, 30);
    }

    [Fact]
    public void After_a_refusal_all_wait_and_then_go_one_by_one()
    {
        using var pacer = new CallPacer(100, _clock);
        var closed = false;
        var times = new List<long>();
        using var callers = new SimulatedCallers(pacer, _clock, () =>
        {
            lock (times)
            {
                times.Add(_clock.GetTimestamp());
                return !closed;
            }
        });
        callers.Start(50);
        callers.Run(TimeSpan.FromSeconds(1));
        closed = true;
        callers.Run(TimeSpan.FromMilliseconds(40));
        closed = false;
        var refused = times[^1];
        times.Clear();
        callers.Run(TimeSpan.FromSeconds(1));
        Assert.InRange((times[0] - refused) / (double)TimeSpan.TicksPerMillisecond, 450, 600);
        Assert.InRange(times.GroupBy(time => time).Max(calls => calls.Count()), 1, 2);
    }

    [Fact]
    public async Task Turns_come_in_order_and_repetitions_first()
    {
        using var pacer = new CallPacer(1, _clock);
        await pacer.WaitAsync(false, default);
        var order = new List<string>();
        var waiting = new[] { "first", "second", "third" }.Select(name => NoteAsync(name, pacer.WaitAsync(false, default))).Concat(new[] { "again", "and again" }.Select(name => NoteAsync(name, pacer.WaitAsync(true, default)))).ToArray();
        for (var turn = 0; turn < 5; turn++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(SpinWait.SpinUntil(() => Count() == turn + 1, 5000));
        }

        await Task.WhenAll(waiting);
        Assert.Equal(["again", "and again", "first", "second", "third"], order);

        async Task NoteAsync(string name, Task<PaceTicket> turn)
        {
            await turn;
            lock (order)
            {
                order.Add(name);
            }
        }

        int Count()
        {
            lock (order)
            {
                return order.Count;
            }
        }
    }

    [Fact]
    public async Task Who_leaves_takes_no_turn()
    {
        using var pacer = new CallPacer(1, _clock);
        await pacer.WaitAsync(false, default);
        using var stop = new CancellationTokenSource();
        var leaving = pacer.WaitAsync(false, stop.Token);
        var staying = pacer.WaitAsync(false, default);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        _clock.Advance(TimeSpan.FromSeconds(1.01));
        await staying.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Who_waits_when_it_ends_is_told()
    {
        var pacer = new CallPacer(1, _clock);
        await pacer.WaitAsync(false, default);
        var waiting = pacer.WaitAsync(false, default);
        pacer.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
    }

    [Fact]
    public async Task A_pace_that_nobody_uses_up_does_not_grow()
    {
        using var pacer = new CallPacer(8, _clock);
        for (var call = 0; call < 100; call++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            pacer.Granted(await pacer.WaitAsync(false, default));
        }

        Assert.Equal(8, pacer.Pace);
    }

    private Func<bool> Bucket(double perSecond, double burst) => Bucket(() => perSecond, () => burst);

    private Func<bool> Bucket(Func<double> perSecond, Func<double> burst)
    {
        var (tokens, counted) = (burst(), _clock.GetTimestamp());
        var gate = new Lock();
        return () =>
        {
            lock (gate)
            {
                tokens = Math.Min(burst(), tokens + (_clock.GetElapsedTime(counted).TotalSeconds * perSecond()));
                counted = _clock.GetTimestamp();
                if (tokens < 1)
                {
                    return false;
                }

                tokens--;
                return true;
            }
        };
    }
}
