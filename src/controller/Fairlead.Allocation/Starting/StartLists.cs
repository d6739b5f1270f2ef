using Fairlead.Allocation.Retries;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Starting;

/// <summary>What the cloud said at the start, as far as it has.</summary>
internal sealed class StartLists
{
    public IReadOnlyList<CloudInterface>? Interfaces { get; set; }

    public IReadOnlyList<CloudInstance>? Instances { get; set; }

    public IReadOnlyList<CloudVSwitch>? VSwitches { get; set; }

    public Retry Retry { get; } = new();
}
