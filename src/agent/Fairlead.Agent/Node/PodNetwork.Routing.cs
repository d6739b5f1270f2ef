using Fairlead.Datapath;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Node;

/// <content>In which tables the routes to pods lie, and how that changes.</content>
public sealed partial class PodNetwork
{
    /// <summary>Where the routes to pods lie now.</summary>
    public PodRouting Routing
    {
        get
        {
            lock (_lock)
            {
                return _routing;
            }
        }
    }

    /// <summary>Brings the node to where a pod of this kind can be, which for the first one on a secondary ENI takes some steps.</summary>
    /// <exception cref="WorldException">The kernel refuses one of them.</exception>
    public void MakeReadyFor(PodAttachment pod)
    {
        if (!ChangeOver.Needs(pod))
        {
            return;
        }

        bool isThere;
        lock (_lock)
        {
            _coming.Add(pod.Id);
            isThere = _routing == PodRouting.Own;
        }

        if (!isThere)
        {
            _changeOver.Go(this, PodRouting.Own);
        }
    }

    /// <summary>To rules for secondary ENIs, before the first pod needs them.</summary>
    /// <exception cref="WorldException">The kernel refuses a step.</exception>
    public void UseRules() => _changeOver.Go(this, PodRouting.Own);

    /// <summary>Back to main and no rules, unless a pod is on a secondary ENI.</summary>
    /// <exception cref="WorldException">The kernel refuses a step.</exception>
    public void LeaveRules()
    {
        if (Routing != PodRouting.Main)
        {
            _changeOver.Go(this, PodRouting.Main);
        }
    }

    /// <summary>One step of a change-over: node and pods are planned with their routes there.</summary>
    /// <returns>Null where a pod came meanwhile that needs the rules.</returns>
    internal (Ticket Node, Ticket Pods)? Reroute(PodRouting next)
    {
        lock (_nodePlans)
        {
            AwaitNodePlan();
            lock (_lock)
            {
                return next < _routing && NeedsRules ? null : RerouteAll(next);
            }
        }
    }

    /// <summary>To where the node was before a step that was not carried out.</summary>
    internal void TakeBack(PodRouting former)
    {
        lock (_nodePlans)
        {
            AwaitNodePlan();
            RerouteAll(former);
        }
    }

    private (Ticket Node, Ticket Pods) RerouteAll(PodRouting next)
    {
        lock (_lock)
        {
            _routing = next;
            // What pods have comes before the rules that lead there, and the rules go before it.
            var pods = reconciler.Write();
            foreach (var (pod, rows) in _pods.Values.ToList())
            {
                PlanPod(pods, pod, rows);
            }

            var ofPods = pods.Commit();
            var node = reconciler.Write();
            PlanNode(node);
            return (_nodeTicket = node.Commit(), ofPods);
        }
    }

    /// <summary>Whether any pod is on a secondary ENI.</summary>
    public bool IsOnSecondaryEnis
    {
        get
        {
            lock (_lock)
            {
                return NeedsRules;
            }
        }
    }
}
