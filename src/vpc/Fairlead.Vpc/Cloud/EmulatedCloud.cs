using System.Collections.Concurrent;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Journal;
using Fairlead.Vpc.Machine;

namespace Fairlead.Vpc.Cloud;

/// <summary>
/// A cloud in this process: the state machine with a clock and one writer at a time. What is due of itself happens on time, by a timer of
/// the same clock. Readers take a snapshot and never wait for the writer.
/// </summary>
public sealed class EmulatedCloud : IDisposable
{
    private static readonly TimeSpan OneMillisecond = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly ICloudJournal? _journal;
    private readonly StateHistory _history;
    private readonly ITimer _timer;
    private readonly ConcurrentQueue<Wish> _wishes = new();
    private readonly Draws _lags = new(0x1a9);
    private CloudState _state;
    private DateTimeOffset _last;
    private TimeSpan _extraLag;
    private DateTimeOffset? _armed;

    /// <param name="journal">Gets every change before it is true; null where nothing is kept.</param>
    /// <param name="last">When the state last changed: a clock that is behind it stands still until then.</param>
    public EmulatedCloud(CloudState state, TimeProvider clock, ICloudJournal? journal = null, DateTimeOffset last = default)
    {
        _last = last;
        _state = state;
        _clock = clock;
        _journal = journal;
        _history = new StateHistory(state);
        _timer = clock.CreateTimer(_ => Elapse(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised after each change, in the order of changes, on the thread that made it. Who listens must be quick, and must neither throw nor call.</summary>
    public event Action<CloudState>? Changed;

    /// <summary>The state as of the last change; <see cref="Elapse"/> takes it to now.</summary>
    public CloudState State => Volatile.Read(ref _state);

    /// <summary>The longest lag that somebody beside the settings asks for: states are remembered that long.</summary>
    public TimeSpan ExtraLag
    {
        get => _extraLag;
        set
        {
            lock (_lock)
            {
                _extraLag = value;
            }
        }
    }

    public (CloudReply? Reply, CloudError? Error) Call(CloudCall call) => Call(call, null);

    /// <param name="lag">How old the state is that a description answers from; null for what the settings draw.</param>
    public (CloudReply? Reply, CloudError? Error) Call(CloudCall call, TimeSpan? lag)
    {
        if (call is CloudChange change)
        {
            var step = Do(new CallEntry(change));
            return (step.Reply, step.Error);
        }

        return CloudQueries.Answer(Seen(lag ?? Draw(State.Settings.DescribeLag)), (CloudQuery)call);
    }

    /// <summary>What the metadata service knows: it is behind the API.</summary>
    public CloudState SeenByMetadata() => Seen(Draw(State.Settings.MetadataLag));

    /// <summary>An ENI is gone of a sudden, without a call.</summary>
    public void Vanish(string networkInterface) => Do(new VanishEntry(networkInterface));

    public void Use(CloudSettings settings) => Do(new SettingsEntry(settings));

    /// <summary>Another cloud altogether takes the place of what there was, as if it had always been there: nobody sees it late.</summary>
    public void Replace(CloudState state)
    {
        Do(new WorldEntry(state));
        lock (_lock)
        {
            _history.Begin(_state);
        }
    }

    /// <summary>Lets happen what is due; from then on, what is due later happens by itself.</summary>
    public void Elapse()
    {
        lock (_lock)
        {
            ElapseTo(Now());
            _armed = null;
            Arm();
        }
    }

    public void Dispose() => _timer.Dispose();

    private CloudStep Do(CloudEntry entry) => _journal is null ? DoAtOnce(entry) : DoWithOthers(entry, _journal);

    private CloudStep DoAtOnce(CloudEntry entry)
    {
        lock (_lock)
        {
            try
            {
                var now = Now();
                ElapseTo(now);
                var step = entry.Apply(_state, now);
                if (!ReferenceEquals(step.Next, _state))
                {
                    Become(step.Next, now);
                }

                return step;
            }
            finally
            {
                Arm();
            }
        }
    }

    private CloudStep DoWithOthers(CloudEntry entry, ICloudJournal journal)
    {
        var wish = new Wish(entry);
        _wishes.Enqueue(wish);
        lock (_lock)
        {
            // Whoever comes in carries out all that wait, and the disk is waited for once; the others find it done.
            if (!wish.IsDone)
            {
                CarryOut(journal);
            }
        }

        return wish.Result;
    }

    private void CarryOut(ICloudJournal journal)
    {
        var now = Now();
        ElapseTo(now);
        var batch = new WishBatch(_state);
        while (_wishes.TryDequeue(out var wish))
        {
            batch.Add(wish, now);
        }

        try
        {
            if (batch.Lines.Count > 0)
            {
                journal.Write(batch.Lines, batch.State);
            }

            foreach (var state in batch.States)
            {
                Become(state, now);
            }

            batch.Answer();
        }
        catch (JournalException error)
        {
            // What cannot be kept has not happened: the state is as before the calls.
            batch.Refuse(new CloudError("ServiceUnavailable", $"The request has failed due to a temporary failure of the server: {error.Message}", 503));
        }
        catch (Exception bug)
        {
            batch.Fail(bug);
        }
        finally
        {
            Arm();
        }
    }

    private CloudState Seen(TimeSpan lag)
    {
        var now = _clock.GetUtcNow();
        if (State.NextDue <= now)
        {
            Elapse();
        }

        if (lag <= TimeSpan.Zero)
        {
            return State;
        }

        lock (_lock)
        {
            return _history.At(Now() - lag);
        }
    }

    private TimeSpan Draw(DelayRange range) => range == DelayRange.None ? TimeSpan.Zero : _lags.Next(range);

    // The system's clock may be set back; what has happened stays in the past.
    private DateTimeOffset Now()
    {
        var now = _clock.GetUtcNow();
        _last = now > _last ? now : _last;
        return _last;
    }

    private void ElapseTo(DateTimeOffset now)
    {
        // Each at its own time and one after the other, so that whoever looks back sees what was between.
        while (_state.NextDue is { } due && due <= now)
        {
            var next = CloudMachine.Elapse(_state, due);
            if (ReferenceEquals(next, _state))
            {
                return;
            }

            Become(next, due);
        }
    }

    private void Become(CloudState next, DateTimeOffset at)
    {
        Volatile.Write(ref _state, next);
        _history.Add(at, next, Longest(next.Settings));
        Changed?.Invoke(next);
    }

    private TimeSpan Longest(CloudSettings settings)
    {
        var (describe, metadata) = (settings.DescribeLag.Longest, settings.MetadataLag.Longest);
        var longest = describe > metadata ? describe : metadata;
        return longest > _extraLag ? longest : _extraLag;
    }

    private void Arm()
    {
        if (_state.NextDue is not { } due)
        {
            if (_armed is not null)
            {
                _armed = null;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
        else if (due != _armed || due <= _last)
        {
            // A timer may fire a little early: then it is set again, for a millisecond at least.
            var wait = due - _clock.GetUtcNow();
            _armed = due;
            _timer.Change(wait > OneMillisecond ? wait : OneMillisecond, Timeout.InfiniteTimeSpan);
        }
    }
}
