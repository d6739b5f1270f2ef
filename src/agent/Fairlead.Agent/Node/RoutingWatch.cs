using Fairlead.Agent.Log;
using Fairlead.Datapath;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Node;

/// <summary>
/// When a node's routes to pods move: at once where its pods are to be on shared ENIs, and back when for a while none was, for rules
/// cost every packet of the others.
/// </summary>
internal sealed class RoutingWatch(PodNetwork network, TimeProvider clock, NodeLog log)
{
    // Pods that are replaced come again within this time.
    private static readonly TimeSpan BackAfter = TimeSpan.FromSeconds(30);

    private long? _unneededSince;

    /// <param name="isSharedMode">Whether pods of no class are on shared ENIs.</param>
    public void Look(bool isSharedMode)
    {
        if (isSharedMode || network.IsOnSecondaryEnis)
        {
            _unneededSince = null;
            if (network.Routing != PodRouting.Own)
            {
                Try(network.UseRules, "to rules for secondary ENIs");
            }
        }
        else if (network.Routing != PodRouting.Main)
        {
            var since = _unneededSince ??= clock.GetTimestamp();
            if (clock.GetElapsedTime(since) >= BackAfter)
            {
                Try(network.LeaveRules, "back to no rules, since no pod is on a secondary ENI");
            }
        }
    }

    private void Try(Action change, string what)
    {
        try
        {
            change();
            log.Say("routing", what);
        }
        catch (Exception error) when (error is WorldException or TimeoutException or SupersededException)
        {
            log.Say("routing", what, error);
        }
    }
}
