namespace Fairlead.Cloud.Alibaba.Pacing;

/// <summary>
/// How fast one action may be called, learned from the cloud's refusals: the pace grows by a little each second that it is used up
/// and drops by a share at each refusal. Who waits is served in order; repetitions of refused calls go first. After a refusal
/// everybody waits, and then goes one by one.
/// </summary>
internal sealed class CallPacer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource<PaceTicket>> _waiting = [];
    private readonly LinkedList<TaskCompletionSource<PaceTicket>> _again = [];
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly PaceRate _rate;
    private double _tokens = 1;
    private long _counted;
    private long _closedUntil;
    private int _era;
    private bool _ended;

    public CallPacer(double firstPace, TimeProvider clock)
    {
        _clock = clock;
        _rate = new PaceRate(firstPace);
        _counted = _closedUntil = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => Pump(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls per second.</summary>
    public double Pace
    {
        get
        {
            lock (_gate)
            {
                return _rate.PerSecond;
            }
        }
    }

    /// <summary>Calls that wait for their turn.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count + _again.Count;
            }
        }
    }

    /// <param name="again">A repetition: it waited its turn already.</param>
    public async Task<PaceTicket> WaitAsync(bool again, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource<PaceTicket>> place;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            if (Next is null && Take())
            {
                return new PaceTicket(_era, Waited: false);
            }

            var turn = new TaskCompletionSource<PaceTicket>(TaskCreationOptions.RunContinuationsAsynchronously);
            place = (again ? _again : _waiting).AddLast(turn);
            Arm();
        }

        await using var left = cancel.Register(() => Leave(place, cancel)).ConfigureAwait(false);
        return await place.Value.Task.ConfigureAwait(false);
    }

    public void Granted(PaceTicket ticket)
    {
        lock (_gate)
        {
            // What was sent before the last refusal says nothing about the pace since.
            if (ticket.Era == _era)
            {
                _rate.Succeed(ticket.Waited);
            }
        }
    }

    public void Refused(PaceTicket ticket)
    {
        lock (_gate)
        {
            if (ticket.Era != _era)
            {
                return;
            }

            Refill();
            _era++;
            _tokens = 0;
            _closedUntil = _clock.GetTimestamp() + Ticks(_rate.Refuse());
            Arm();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            while (Next is { } first)
            {
                first.List!.Remove(first);
                first.Value.TrySetException(new ObjectDisposedException(nameof(CallPacer)));
            }
        }

        _timer.Dispose();
    }

    /// <summary>Who is served next; null where nobody waits.</summary>
    private LinkedListNode<TaskCompletionSource<PaceTicket>>? Next => _again.First ?? _waiting.First;

    private void Leave(LinkedListNode<TaskCompletionSource<PaceTicket>> place, CancellationToken cancel)
    {
        lock (_gate)
        {
            place.List?.Remove(place);
        }

        place.Value.TrySetCanceled(cancel);
    }

    private void Pump()
    {
        lock (_gate)
        {
            while (Next is { } first && Take())
            {
                first.List!.Remove(first);
                first.Value.TrySetResult(new PaceTicket(_era, Waited: true));
            }

            Arm();
        }
    }

    private bool Take()
    {
        Refill();
        // Timers and doubles are both a little off: who comes a hair early is not sent to wait again.
        if (_clock.GetTimestamp() < _closedUntil || _tokens < 0.999)
        {
            return false;
        }

        _tokens = Math.Max(0, _tokens - 1);
        return true;
    }

    private void Refill()
    {
        var now = _clock.GetTimestamp();
        // Nothing is saved up while it is closed, or all would go at once when it opens.
        var from = Math.Max(_counted, Math.Min(now, _closedUntil));
        _tokens = Math.Min(_rate.Burst, _tokens + (_clock.GetElapsedTime(from, now).TotalSeconds * _rate.PerSecond));
        _counted = now;
    }

    private void Arm()
    {
        if (Next is null || _ended)
        {
            return;
        }

        var closed = Math.Max(0, (_closedUntil - _clock.GetTimestamp()) / (double)_clock.TimestampFrequency);
        var missing = Math.Max(0, 1 - _tokens) / _rate.PerSecond;
        // A timer of a millisecond is as short as there is.
        _timer.Change(TimeSpan.FromSeconds(Math.Max(0.001, closed + missing)), Timeout.InfiniteTimeSpan);
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _clock.TimestampFrequency);
}
