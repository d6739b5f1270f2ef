using Fairlead.Resources.Network;

namespace Fairlead.Controller.Writes;

/// <summary>Which terms there have been.</summary>
internal static class Terms
{
    /// <summary>The highest that is known by this node: that of what was written last, or of what its agent heeded.</summary>
    public static long Highest(NodeNetwork network) => Math.Max(network.Spec.Term, network.Status.Agent?.Term ?? 0);
}
