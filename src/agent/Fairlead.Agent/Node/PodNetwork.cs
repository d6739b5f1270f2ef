using Fairlead.Datapath;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Node;

/// <summary>
/// Turns pods, facts and options into rows. What is wished is a function of these alone; here is remembered what was wished
/// last, so that only the difference is written.
/// </summary>
public sealed partial class PodNetwork(Reconciler reconciler, NodeTables tables)
{
    private static readonly TimeSpan NodePatience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<AttachmentId, (PodAttachment Pod, PlanRows Rows)> _pods = [];
    // Those on their way out: a change of the facts must not bring them back.
    private readonly Dictionary<AttachmentId, (PodAttachment Pod, PlanRows Rows)> _leaving = [];
    private readonly ChangeOver _changeOver = new();
    // Held while the node's own rows are planned, which is done when those of before are carried out: a round of the reconciler that met
    // half of one plan and half of the next would find chains that lead nowhere.
    private readonly Lock _nodePlans = new();
    private Ticket? _nodeTicket;
    // Pods that need the rules and are about to be planned.
    private readonly HashSet<AttachmentId> _coming = [];
    private PlanRows _node = PlanRows.Empty;
    private NodeUse _use = NodeUse.Nothing;
    private PodRouting _routing = PodRouting.Main;
    private NodeFacts? _facts;
    private DatapathOptions _options = new();

    /// <summary>Null until the first <see cref="Update"/>.</summary>
    public NodeFacts? Facts
    {
        get
        {
            lock (_lock)
            {
                return _facts;
            }
        }
    }

    public DatapathOptions Options
    {
        get
        {
            lock (_lock)
            {
                return _options;
            }
        }
    }

    /// <summary>MTU that a pod made now gets.</summary>
    public int PodMtu
    {
        get
        {
            lock (_lock)
            {
                return NodePlanner.PodMtu(KnownFacts, _options);
            }
        }
    }

    private NodeFacts KnownFacts => _facts ?? throw new InvalidOperationException("a pod was planned before the node was looked at");

    /// <summary>Other facts or options from now on: node and pods are planned again.</summary>
    /// <returns>The pods whose attachment is another now (their MTU), and the ticket for all that was written.</returns>
    public (IReadOnlyList<PodAttachment> Changed, Ticket Ticket) Update(NodeFacts facts, DatapathOptions options)
    {
        lock (_nodePlans)
        {
            AwaitNodePlan();
            return UpdateAll(facts, options);
        }
    }

    private (IReadOnlyList<PodAttachment> Changed, Ticket Ticket) UpdateAll(NodeFacts facts, DatapathOptions options)
    {
        lock (_lock)
        {
            _facts = facts;
            _options = options;
            var mtu = NodePlanner.PodMtu(facts, options);
            var changed = _pods.Values.Select(entry => entry.Pod).Where(pod => pod.Mtu != mtu).Select(pod => pod with { Mtu = mtu }).ToList();
            var batch = reconciler.Write();
            foreach (var pod in changed)
            {
                _pods[pod.Id] = (pod, _pods[pod.Id].Rows);
            }

            PlanNode(batch);
            foreach (var (pod, rows) in _pods.Values.ToList())
            {
                PlanPod(batch, pod, rows);
            }

            return (changed, _nodeTicket = batch.Commit());
        }
    }

    public Ticket Add(PodAttachment pod)
    {
        lock (_lock)
        {
            if (Use(pod) == _use)
            {
                return AddPod(pod).Commit();
            }
        }

        // The first of its kind: what the node has only for such pods comes in the same batch.
        lock (_nodePlans)
        {
            AwaitNodePlan();
            lock (_lock)
            {
                var batch = AddPod(pod);
                PlanNode(batch);
                return _nodeTicket = batch.Commit();
            }
        }
    }

    private WriteBatch AddPod(PodAttachment pod)
    {
        var batch = reconciler.Write();
        PlanPod(batch, pod, PlanRows.Empty);
        _coming.Remove(pod.Id);
        return batch;
    }

    /// <summary>All of them at once: at the start.</summary>
    public void Restore(IEnumerable<PodAttachment> pods)
    {
        lock (_lock)
        {
            foreach (var pod in pods)
            {
                _pods[pod.Id] = (pod, PlanRows.Empty);
                _routing = ChangeOver.Needs(pod) ? PodRouting.Own : _routing;
            }
        }
    }

    /// <returns>A ticket that ends when the pod's link is gone. Can be asked again until <see cref="Forget"/>.</returns>
    public Ticket Remove(AttachmentId id)
    {
        lock (_lock)
        {
            var batch = reconciler.Write();
            _coming.Remove(id);
            if (_pods.Remove(id, out var present))
            {
                _leaving[id] = present;
            }

            if (_leaving.TryGetValue(id, out var entry))
            {
                tables.Remove(batch, entry.Rows);
            }

            return batch.Commit();
        }
    }

    /// <summary>The pod is gone; what the node had only for it goes too.</summary>
    public void Forget(AttachmentId id)
    {
        lock (_lock)
        {
            if (!_leaving.Remove(id) || Use() == _use)
            {
                return;
            }
        }

        lock (_nodePlans)
        {
            AwaitNodePlan();
            lock (_lock)
            {
                var batch = reconciler.Write();
                PlanNode(batch);
                _nodeTicket = batch.Commit();
            }
        }
    }

    /// <summary>Everything that is wished of one pod; null for one that is not known.</summary>
    public PlanRows? RowsOf(AttachmentId id)
    {
        lock (_lock)
        {
            return _pods.TryGetValue(id, out var entry) ? entry.Rows : null;
        }
    }

    private bool NeedsRules => _coming.Count > 0 || _pods.Values.Concat(_leaving.Values).Any(entry => ChangeOver.Needs(entry.Pod));

    /// <summary>Waits until the node's own rows are in the kernel, or are known not to get there.</summary>
    internal void AwaitNodePlan()
    {
        try
        {
            _nodeTicket?.Wait(NodePatience);
        }
        catch (Exception error) when (error is WorldException or SupersededException)
        {
            // In the row's status; the reconciler goes on trying.
        }
    }

    // The first and the last pod of an ENI that is there are no reason to plan the node again.
    private NodeUse Use(params IEnumerable<PodAttachment> coming) =>
        NodeUse.Of(_pods.Values.Concat(_leaving.Values).Select(entry => entry.Pod).Concat(coming)).Beyond(KnownFacts, _options);

    private void PlanNode(WriteBatch batch)
    {
        _use = Use();
        var rows = new PlanRows(NodePlanner.PlanNode(KnownFacts, _options, _use, _routing));
        tables.Replace(batch, _node, rows);
        _node = rows;
    }

    private void PlanPod(WriteBatch batch, PodAttachment pod, PlanRows before)
    {
        var rows = new PlanRows(NodePlanner.PlanPod(KnownFacts, _options, _routing, pod));
        tables.Replace(batch, before, rows);
        _pods[pod.Id] = (pod, rows);
    }
}
