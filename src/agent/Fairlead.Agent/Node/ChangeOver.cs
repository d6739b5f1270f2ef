using Fairlead.Datapath;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Node;

/// <summary>
/// Between a node whose pods are all served by its primary ENI and one where secondary ENIs serve some: routes into the pod table,
/// then rules, then out of main; back in reverse. Each step is in the kernel before the next one begins; one that is refused is taken
/// back, so that whoever comes next tries it again and goes not past it.
/// </summary>
internal sealed class ChangeOver
{
    private static readonly TimeSpan StepPatience = TimeSpan.FromSeconds(20);

    private readonly Lock _steps = new();

    public static bool Needs(PodAttachment pod) => pod.Eni is { Use: EniUse.Shared };

    /// <exception cref="WorldException">The kernel refuses rules or tables of the node: it stays where it had come to.</exception>
    /// <exception cref="TimeoutException">It does not get to it: likewise.</exception>
    public void Go(PodNetwork network, PodRouting goal)
    {
        lock (_steps)
        {
            while (network.Routing is var now && now != goal)
            {
                var next = now < goal ? now + 1 : now - 1;
                if (network.Reroute(next) is not { } step)
                {
                    return;
                }

                try
                {
                    Await(step.Node);
                    AwaitPods(step.Pods);
                }
                catch
                {
                    network.TakeBack(now);
                    throw;
                }
            }
        }
    }

    // A pod whose own routes are refused has lost its link: it must not keep the others from theirs.
    private static void AwaitPods(Ticket ticket)
    {
        try
        {
            Await(ticket);
        }
        catch (Exception error) when (error is WorldException or SupersededException)
        {
            // In that row's status, and tried again by the reconciler.
        }
    }

    private static void Await(Ticket ticket)
    {
        if (!ticket.Wait(StepPatience))
        {
            throw new TimeoutException($"the kernel has not done a step of the change-over within {StepPatience.TotalSeconds:0} s");
        }
    }
}
