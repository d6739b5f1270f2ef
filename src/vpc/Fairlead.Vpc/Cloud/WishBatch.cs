using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Journal;
using Fairlead.Vpc.Machine;

namespace Fairlead.Vpc.Cloud;

/// <summary>Changes that are tried one after another, and then become true together or not at all.</summary>
internal sealed class WishBatch
{
    private readonly CloudState _before;
    private readonly List<(Wish Wish, CloudStep Step)> _tried = [];
    private readonly List<JournalLine> _lines = [];
    private readonly List<CloudState> _states = [];

    /// <param name="before">What the first one is tried on.</param>
    public WishBatch(CloudState before) => State = _before = before;

    /// <summary>What of it has to be kept.</summary>
    public IReadOnlyList<JournalLine> Lines => _lines;

    /// <summary>What it leads through, each another than the one before it.</summary>
    public IReadOnlyList<CloudState> States => _states;

    /// <summary>What it leads to.</summary>
    public CloudState State { get; private set; }

    public void Add(Wish wish, DateTimeOffset now)
    {
        try
        {
            // As when it is replayed: what the one before it has made due at once is there.
            var elapsed = CloudMachine.Elapse(State, now);
            var step = wish.Entry.Apply(elapsed, now);
            Follow(elapsed);
            if (!ReferenceEquals(elapsed, step.Next))
            {
                _lines.Add(new JournalLine(now, wish.Entry));
                Follow(step.Next);
            }

            _tried.Add((wish, step));
        }
        catch (Exception bug)
        {
            wish.Fail(bug);
        }
    }

    public void Answer() => _tried.ForEach(tried => tried.Wish.Answer(tried.Step));

    public void Refuse(CloudError error) => _tried.ForEach(tried => tried.Wish.Answer(new CloudStep(_before, null, error)));

    public void Fail(Exception bug) => _tried.ForEach(tried => tried.Wish.Fail(bug));

    private void Follow(CloudState next)
    {
        if (!ReferenceEquals(State, next))
        {
            State = next;
            _states.Add(next);
        }
    }
}
