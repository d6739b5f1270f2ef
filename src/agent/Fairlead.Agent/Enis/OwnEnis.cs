using Fairlead.Agent.Node;
using Fairlead.Agent.Pods;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;
using Fairlead.Resources.Meta;

namespace Fairlead.Agent.Enis;

/// <summary>Everything that a node has for pods with ENIs of their own: what it sees, the two pools, and the rows of what nobody has.</summary>
internal sealed class OwnEnis
{
    private readonly KernelTargets _targets;
    private readonly FreeEnis _free;
    private readonly Action _changed;

    /// <param name="whyNot">What the NodeNetwork's conditions say; empty where they say nothing.</param>
    /// <param name="changed">Called when what the agent says of them may be otherwise. It must not wait.</param>
    public OwnEnis(Reconciler reconciler, NodeTables tables, KernelTargets targets, Func<string> whyNot, Action changed, TimeProvider clock)
    {
        _targets = targets;
        _changed = changed;
        Sight = new EniSight { Changed = Refresh };
        Exclusive = new ExclusiveEniPool(EniUse.Exclusive, Sight, whyNot, clock) { Changed = Refresh };
        Members = new ExclusiveEniPool(EniUse.Member, Sight, whyNot, clock) { Changed = Refresh };
        _free = new FreeEnis(reconciler, tables, Exclusive, Wake);
        Exclusive.IsClean = _free.IsClean;
        Exclusive.Guards = Guards;
        Members.Guards = Guards;
    }

    public EniSight Sight { get; }

    public ExclusiveEniPool Exclusive { get; }

    public ExclusiveEniPool Members { get; }

    /// <summary>
    /// Lets go of namespaces that their runtimes have deleted: our sockets in them keep them alive, and with them the ENIs. Whoever else
    /// is in one keeps it, and its rules.
    /// </summary>
    public void LetGo(IEnumerable<PodAttachment> pods)
    {
        foreach (var pod in pods.Where(pod => pod.Eni is { Use: not EniUse.Shared } && _targets.PodGuards.Holds(PodNamespaces.Of(pod.Id)) && !PodNamespaces.Exists(pod)))
        {
            _targets.PodGuards.LetGo(PodNamespaces.Of(pod.Id));
        }
    }

    private void Refresh()
    {
        _free.Refresh();
        Wake();
    }

    private void Wake()
    {
        Exclusive.Wake();
        Members.Wake();
        _changed();
    }

    private IReadOnlyList<Condition> Guards() =>
    [
        _targets.PodGuards.CanOwn
            ? new Condition("PodGuardsHold", Condition.True, "Owned", "the rules inside pods with an ENI of their own can be changed by nobody but the agent; frames that a pod with NET_RAW or NET_ADMIN writes itself pass them by")
            : new Condition(
                "PodGuardsHold", Condition.False, "KernelTooOld",
                "this kernel has no nftables tables that only their owner can change (Linux 6.9): in pods with an ENI of their own that have NET_ADMIN or NET_RAW, policy cannot be enforced"),
    ];
}
