using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;

namespace Fairlead.Allocation;

/// <summary>
/// Decides what is to be done in the cloud and told to the nodes. No clock, no thread, no call: whoever drives it says what was seen and
/// what time it is, carries out what comes back, and says how that ended. Driven by the controller over a real cloud, and by the
/// simulation over the emulated one; a plan that follows another plug-in's rules is driven beside it.
/// </summary>
public interface IAllocator
{
    /// <summary>When <see cref="Decide"/> is to be called at the latest, if nothing is seen before; null for not at all.</summary>
    DateTimeOffset? NextDue { get; }

    void See(Observation observation, DateTimeOffset now);

    /// <returns>What is to be begun now; empty when there is nothing.</returns>
    IReadOnlyList<Deed> Decide(DateTimeOffset now);
}
