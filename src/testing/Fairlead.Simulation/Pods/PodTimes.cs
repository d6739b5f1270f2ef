using Fairlead.Vpc.Cloud;

namespace Fairlead.Simulation.Pods;

/// <summary>How long kubelet and runtime take.</summary>
public sealed record PodTimes
{
    /// <summary>From being bound to the plug-in's ADD: kubelet hears of it and the runtime makes a sandbox.</summary>
    public DelayRange ToAdd { get; init; } = DelayRange.Seconds(0.2, 1.5);

    /// <summary>From the pod's deletion to the plug-in's DEL.</summary>
    public DelayRange ToDelete { get; init; } = DelayRange.Seconds(0.2, 3);

    /// <summary>From an address to a status that has it, and from DEL to the object's end.</summary>
    public DelayRange ToReport { get; init; } = DelayRange.Seconds(0.1, 0.5);
}
