using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Interfaces;

/// <summary>Looks at all ENIs on their way together: calls by their number, not by that of nodes.</summary>
internal static class LookStep
{
    /// <summary>More ids than this are another page, which is another call.</summary>
    private const int Page = 100;

    // Those that become due within this are taken along.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(300);

    public static void Run(AllocationState state)
    {
        var due = state.Watched.Where(eni => eni.NextLook <= state.Now + Slack).OrderBy(eni => eni.Id, StringComparer.Ordinal).ToList();
        foreach (var page in due.Chunk(Page))
        {
            foreach (var eni in page)
            {
                // Should no answer come: later.
                eni.NextLook = state.Now + TimeSpan.FromSeconds(30);
            }

            var ids = page.Select(eni => eni.Id).ToList();
            state.Call(new LookErrand(page), id => new ListInterfaces(new InterfaceFilter { Ids = ids }) { Id = id });
        }

        if (state.Watched.Count > 0)
        {
            state.Due.Add(DueKind.Look, "", state.Watched.Min(eni => eni.NextLook));
        }
    }
}
