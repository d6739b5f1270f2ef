using Fairlead.Resources.Meta;

namespace Fairlead.Allocation.Publishing;

/// <summary>Conditions of one object, each with the time at which it became what it is.</summary>
internal sealed class ConditionBook
{
    private readonly List<Condition> _conditions = [];
    private IReadOnlyList<Condition>? _snapshot;
    private IReadOnlyList<Condition> _earlier = [];

    /// <summary>The same list until one of them changes.</summary>
    public IReadOnlyList<Condition> All => _snapshot ??= [.. _conditions];

    public Condition? Find(string type) => _conditions.Find(condition => condition.Type == type);

    /// <summary>What an earlier controller said: what is still so has been since then.</summary>
    public void Remember(IReadOnlyList<Condition> earlier) => _earlier = earlier;

    /// <returns>Whether anything of it is new.</returns>
    public bool Set(string type, bool isTrue, string reason, string message, DateTimeOffset now)
    {
        var status = isTrue ? Condition.True : Condition.False;
        var index = _conditions.FindIndex(condition => condition.Type == type);
        var before = index < 0 ? null : _conditions[index];
        if (before is not null && before.Status == status && before.Reason == reason && before.Message == message)
        {
            return false;
        }

        var next = new Condition(type, status, reason, message) { LastTransitionTime = Since(before, type, status) ?? now };
        if (before is null)
        {
            _conditions.Add(next);
        }
        else
        {
            _conditions[index] = next;
        }

        _snapshot = null;
        return true;
    }

    /// <summary>Says what an earlier controller said of it, until somebody finds whether it is still so.</summary>
    /// <returns>False where that said nothing, or this one has said something else already.</returns>
    public bool Keep(string type)
    {
        if (Earlier(type) is not { } kept)
        {
            return false;
        }

        if (Find(type) is { } said)
        {
            return (said.Status, said.Reason, said.Message) == (kept.Status, kept.Reason, kept.Message);
        }

        Set(type, kept.Status == Condition.True, kept.Reason, kept.Message, kept.LastTransitionTime ?? default);
        return true;
    }

    /// <summary>Nothing is to be said of it any more.</summary>
    public bool Drop(string type)
    {
        var dropped = _conditions.RemoveAll(condition => condition.Type == type) > 0;
        _snapshot = dropped ? null : _snapshot;
        _earlier = [.. _earlier.Where(condition => condition.Type != type)];
        return dropped;
    }

    private Condition? Earlier(string type) => _earlier.FirstOrDefault(condition => condition.Type == type);

    private DateTimeOffset? Since(Condition? before, string type, string status) =>
        (before ?? Earlier(type)) is { } known && known.Status == status ? known.LastTransitionTime : null;
}
