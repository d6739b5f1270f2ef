using Fairlead.Allocation;
using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;

namespace Fairlead.Controller.Tests.Simulation;

/// <summary>An allocator with something between its decisions and the world.</summary>
/// <param name="change">What becomes of each deed: nothing, it, or others.</param>
internal sealed class Saboteur(IAllocator allocator, Func<Deed, IEnumerable<Deed>> change, Action<Observation>? seen = null) : IAllocator
{
    public DateTimeOffset? NextDue => allocator.NextDue;

    public void See(Observation observation, DateTimeOffset now)
    {
        seen?.Invoke(observation);
        // A call that the allocator did not ask for is none of its business.
        if (observation is not CallEnded { Call: < 0 })
        {
            allocator.See(observation, now);
        }
    }

    public IReadOnlyList<Deed> Decide(DateTimeOffset now) => [.. allocator.Decide(now).SelectMany(change)];
}
