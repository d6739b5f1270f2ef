namespace Fairlead.Allocation.Classes;

/// <summary>
/// Security groups that people wrote, and those in force: groups cannot be listed, so that one is missing is known when an ENI is refused
/// for it, and those before stay in force then.
/// </summary>
internal sealed class GroupBook
{
    // Those that were in force before, the last ones on top, since an ENI was last made: those in force may be missing, and those before too.
    private readonly Stack<IReadOnlyList<string>> _earlier = new();
    private IReadOnlyList<string>? _written;

    public IReadOnlyList<string> InForce { get; private set; } = [];

    /// <summary>Why those that people wrote are not in force, or bring nothing; empty where they do.</summary>
    public string Refusal { get; private set; } = "";

    public void Write(IReadOnlyList<string> groups)
    {
        if (_written?.SequenceEqual(groups) == true)
        {
            return;
        }

        if (_written is not null && !InForce.SequenceEqual(groups))
        {
            _earlier.Push(InForce);
        }

        (_written, InForce, Refusal) = (groups, groups, "");
    }

    /// <returns>Whether others are in force now, or there is something new to say.</returns>
    public bool Refused(IReadOnlyList<string> groups, string why)
    {
        if (InForce.Count == 0 || !InForce.SequenceEqual(groups))
        {
            return false;
        }

        var isFallen = _earlier.TryPop(out var before);
        InForce = before ?? InForce;
        var refusal = groups.SequenceEqual(_written!) ? why + (isFallen ? "; what was in force before stays" : "") : Refusal;
        var isNew = isFallen || refusal != Refusal;
        Refusal = refusal;
        return isNew;
    }

    /// <summary>An ENI was made with these: all of them are there.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Granted(IReadOnlyList<string> groups)
    {
        if (!InForce.SequenceEqual(groups))
        {
            return false;
        }

        _earlier.Clear();
        var isNews = Refusal.Length > 0 && groups.SequenceEqual(_written!);
        Refusal = isNews ? "" : Refusal;
        return isNews;
    }
}
