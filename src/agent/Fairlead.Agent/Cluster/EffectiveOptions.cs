using Fairlead.Agent.Configuration;
using Fairlead.Datapath;

namespace Fairlead.Agent.Cluster;

/// <summary>The configuration with what the cluster adds to it: where the file says something itself, the file counts.</summary>
internal static class EffectiveOptions
{
    public static AgentOptions Of(AgentOptions file, ClusterView? view)
    {
        if (view is null)
        {
            return file;
        }

        var slices = file.Datapath.PodSlices.Count > 0 ? file.Datapath.PodSlices : view.Network?.Spec.PodSlices ?? [];
        var ranges = file.Datapath.PodRanges.Count > 0 ? file.Datapath.PodRanges : view.Cluster?.Spec.PodRanges ?? [];
        return file with
        {
            Datapath = file.Datapath with { PodSlices = slices, PodRanges = ranges },
            Pool = file.Pool with { Slices = slices, Reserved = [.. file.Pool.Reserved.Where(block => slices.Any(slice => slice.Overlaps(block)))] },
        };
    }
}
