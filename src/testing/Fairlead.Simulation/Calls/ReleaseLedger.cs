using Fairlead.Model.Addresses;

namespace Fairlead.Simulation.Calls;

/// <summary>
/// The client's rule for releases that may be done: while one is in doubt nothing is assigned to its ENI, and what was assigned since it
/// was sent says whether it was done (<c>ReleaseDoubts</c> of the client).
/// </summary>
internal sealed class ReleaseLedger
{
    private readonly Dictionary<string, Page> _pages = [];

    /// <summary>Begins when no release of that ENI is in doubt.</summary>
    public void Assign(string eni, Action begin)
    {
        var page = PageOf(eni);
        if (page.InDoubt > 0)
        {
            page.Blocked.Enqueue(begin);
            return;
        }

        page.Assigning++;
        begin();
    }

    public void Assigned(string eni, IReadOnlyList<Cidr> given)
    {
        var page = PageOf(eni);
        page.Releases.ForEach(release => release.IsGivenAgain |= release.Ranges.Any(given.Contains));
        if (--page.Assigning == 0)
        {
            while (page.Idle.TryDequeue(out var waiting))
            {
                waiting();
            }
        }

        Forget(eni, page);
    }

    public PendingRelease Begin(string eni, IReadOnlyList<Cidr> ranges)
    {
        var release = new PendingRelease(eni, ranges);
        PageOf(eni).Releases.Add(release);
        return release;
    }

    /// <summary>The release is in doubt: nothing is assigned from now on, and <paramref name="then"/> follows when what was on its way is answered.</summary>
    public void Doubt(PendingRelease release, Action then)
    {
        var page = PageOf(release.Interface);
        if (!release.IsInDoubt)
        {
            release.IsInDoubt = true;
            page.InDoubt++;
        }

        if (page.Assigning == 0)
        {
            then();
        }
        else
        {
            page.Idle.Enqueue(then);
        }
    }

    public void End(PendingRelease release)
    {
        var page = PageOf(release.Interface);
        page.Releases.Remove(release);
        if (release.IsInDoubt && --page.InDoubt == 0)
        {
            while (page.InDoubt == 0 && page.Blocked.TryDequeue(out var begin))
            {
                page.Assigning++;
                begin();
            }
        }

        Forget(release.Interface, page);
    }

    private Page PageOf(string eni) => _pages.TryGetValue(eni, out var page) ? page : _pages[eni] = new Page();

    private void Forget(string eni, Page page)
    {
        if (page is { Assigning: 0, Releases.Count: 0, Blocked.Count: 0 })
        {
            _pages.Remove(eni);
        }
    }

    private sealed class Page
    {
        public int Assigning;
        public int InDoubt;
        public readonly List<PendingRelease> Releases = [];
        public readonly Queue<Action> Blocked = [];
        public readonly Queue<Action> Idle = [];
    }
}

/// <summary>A release that is under way.</summary>
internal sealed class PendingRelease(string eni, IReadOnlyList<Cidr> ranges)
{
    public string Interface { get; } = eni;

    public IReadOnlyList<Cidr> Ranges { get; } = ranges;

    public bool IsInDoubt { get; set; }

    /// <summary>Since it was sent, one of its ranges was assigned: so it was done.</summary>
    public bool IsGivenAgain { get; set; }
}
