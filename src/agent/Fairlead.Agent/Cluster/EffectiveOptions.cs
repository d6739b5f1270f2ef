using Fairlead.Agent.Configuration;
using Fairlead.Datapath;
using Fairlead.Model.Addresses;

namespace Fairlead.Agent.Cluster;

/// <summary>The configuration with what the cluster adds to it: where the file says something itself, the file counts.</summary>
internal static class EffectiveOptions
{
    /// <param name="hasIpv6">Of the kernel: a slice of a family that it has not is nobody's.</param>
    public static AgentOptions Of(AgentOptions file, ClusterView? view, bool hasIpv6)
    {
        var written = file.Datapath.PodSlices.Count > 0 ? file.Datapath.PodSlices : view?.Network?.Spec.PodSlices ?? [];
        IReadOnlyList<Cidr> slices = hasIpv6 ? written : [.. written.Where(slice => !slice.IsV6)];
        var ranges = file.Datapath.PodRanges.Count > 0 ? file.Datapath.PodRanges : view?.Cluster?.Spec.PodRanges ?? [];
        return file with
        {
            Datapath = file.Datapath with { PodSlices = slices, PodRanges = ranges },
            Pool = file.Pool with { Slices = slices, Reserved = [.. file.Pool.Reserved.Where(block => slices.Any(slice => slice.Overlaps(block)))] },
        };
    }
}
