using Fairlead.Datapath;
using Fairlead.Datapath.VpcRoute;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Node;

/// <summary>
/// Turns pods, facts and options into rows. What is wished is a function of these alone; here is remembered what was wished
/// last, so that only the difference is written.
/// </summary>
public sealed class PodNetwork(Reconciler reconciler, NodeTables tables)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AttachmentId, (PodAttachment Pod, PlanRows Rows)> _pods = [];
    // Those on their way out: a change of the facts must not bring them back.
    private readonly Dictionary<AttachmentId, (PodAttachment Pod, PlanRows Rows)> _leaving = [];
    private PlanRows _node = PlanRows.Empty;
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
                return VpcRoutePlanner.PodMtu(KnownFacts, _options);
            }
        }
    }

    private NodeFacts KnownFacts => _facts ?? throw new InvalidOperationException("a pod was planned before the node was looked at");

    /// <summary>Other facts or options from now on: node and pods are planned again.</summary>
    /// <returns>The pods whose attachment is another now (their MTU), and the ticket for all that was written.</returns>
    public (IReadOnlyList<PodAttachment> Changed, Ticket Ticket) Update(NodeFacts facts, DatapathOptions options)
    {
        lock (_lock)
        {
            _facts = facts;
            _options = options;
            var mtu = VpcRoutePlanner.PodMtu(facts, options);
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

            return (changed, batch.Commit());
        }
    }

    public Ticket Add(PodAttachment pod)
    {
        lock (_lock)
        {
            var batch = reconciler.Write();
            var isFirstWithPorts = VpcRoutePlanner.HasHostPorts(pod) && !HasHostPorts;
            PlanPod(batch, pod, PlanRows.Empty);
            if (isFirstWithPorts)
            {
                PlanNode(batch);
            }

            return batch.Commit();
        }
    }

    /// <summary>All of them at once: at the start.</summary>
    public void Restore(IEnumerable<PodAttachment> pods)
    {
        lock (_lock)
        {
            foreach (var pod in pods)
            {
                _pods[pod.Id] = (pod, PlanRows.Empty);
            }
        }
    }

    /// <returns>A ticket that ends when the pod's link is gone. Can be asked again until <see cref="Forget"/>.</returns>
    public Ticket Remove(AttachmentId id)
    {
        lock (_lock)
        {
            var batch = reconciler.Write();
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
            if (_leaving.Remove(id, out var entry) && VpcRoutePlanner.HasHostPorts(entry.Pod) && !HasHostPorts)
            {
                var batch = reconciler.Write();
                PlanNode(batch);
                batch.Commit();
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

    private bool HasHostPorts => _pods.Values.Concat(_leaving.Values).Any(entry => VpcRoutePlanner.HasHostPorts(entry.Pod));

    private void PlanNode(WriteBatch batch)
    {
        var rows = new PlanRows(VpcRoutePlanner.PlanNode(KnownFacts, _options, HasHostPorts));
        tables.Replace(batch, _node, rows);
        _node = rows;
    }

    private void PlanPod(WriteBatch batch, PodAttachment pod, PlanRows before)
    {
        var rows = new PlanRows(VpcRoutePlanner.PlanPod(KnownFacts, _options, pod));
        tables.Replace(batch, before, rows);
        _pods[pod.Id] = (pod, rows);
    }
}
