using Fairlead.Resources.Meta;

namespace Fairlead.Allocation.Cluster;

/// <summary>Whether somebody wrote a spec, or only a status: lists of specs that were read twice are never equal.</summary>
internal static class Generations
{
    /// <summary>The same object with the same spec. Stores count generations from 1 on; without one nothing is known.</summary>
    public static bool AreSame(IResource one, IResource other) =>
        one.Metadata.Uid == other.Metadata.Uid && one.Metadata.Generation == other.Metadata.Generation && one.Metadata.Generation > 0;
}
