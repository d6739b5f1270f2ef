using Fairlead.Allocation;
using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;
using Fairlead.Cloud;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Time;

namespace Fairlead.Simulation.Plans;

/// <summary>
/// Fills shared ENIs as plug-ins do that take one step after the other, to stand beside Fairlead's own plan: same cloud, same agents,
/// same latencies. It only grows; what it would take back or collect is left out.
/// </summary>
public sealed class StepwisePlan(StepwiseRules rules, ulong seed) : IAllocator
{
    private readonly Chance _chance = new(seed);
    private readonly Dictionary<string, StepwiseNode> _nodes = [];
    private readonly Dictionary<string, string> _podNodes = [];
    private readonly Dictionary<long, Action<CallEnded, DateTimeOffset>> _calls = [];
    private readonly List<Deed> _deeds = [];
    private ClusterNetworkSpec _spec = new();
    private long _lastCall;
    private long _lastToken;

    public DateTimeOffset? NextDue => _nodes.Values.Select(node => node.Due).Min();

    public void See(Observation observation, DateTimeOffset now)
    {
        switch (observation)
        {
            case ConfigurationSeen { Configuration: { } configuration }:
                _spec = configuration.Spec;
                break;
            case NodeSeen { Node: var node }:
                NodeOf(node.Metadata.Name).Instance = node.Spec.ProviderID[(node.Spec.ProviderID.IndexOf('.') + 1)..];
                Wake(NodeOf(node.Metadata.Name), now);
                break;
            case PodSeen { Pod: { Spec.NodeName.Length: > 0 } pod }:
                Bound(pod, now);
                break;
            case PodGone gone when _podNodes.Remove($"{gone.Namespace}/{gone.Name}", out var name):
                NodeOf(name).Pods.Remove($"{gone.Namespace}/{gone.Name}");
                break;
            case CallEnded ended when _calls.Remove(ended.Call, out var then):
                then(ended, now);
                break;
        }
    }

    public IReadOnlyList<Deed> Decide(DateTimeOffset now)
    {
        foreach (var node in _nodes.Values.Where(node => node.Due <= now).ToList())
        {
            node.Due = null;
            if (node.Poll is { } poll)
            {
                Poll(node, poll, now);
                continue;
            }

            node.Looked = now;
            Reconcile(node);
        }

        Deed[] deeds = [.. _deeds];
        _deeds.Clear();
        return deeds;
    }

    private StepwiseNode NodeOf(string name) => _nodes.TryGetValue(name, out var node) ? node : _nodes[name] = new StepwiseNode(name);

    private void Bound(Pod pod, DateTimeOffset now)
    {
        var (key, node) = ($"{pod.Metadata.Namespace}/{pod.Metadata.Name}", NodeOf(pod.Spec.NodeName));
        _podNodes[key] = node.Name;
        if (node.Pods.Add(key))
        {
            Wake(node, now);
        }
    }

    /// <summary>It is looked at as soon as the rules allow.</summary>
    private void Wake(StepwiseNode node, DateTimeOffset now)
    {
        var earliest = node.Looked + rules.Every;
        var due = earliest > now ? earliest : now;
        node.Due = node.Due < due ? node.Due : due;
    }

    private void Reconcile(StepwiseNode node)
    {
        if (node.Limits is null)
        {
            Learn(node);
            return;
        }

        var short_ = node.Pods.Count + (rules.SpareInterface ? node.Limits.Addresses4PerInterface : 0) - node.Addresses;
        if (node.IsBusy || short_ <= 0)
        {
            return;
        }

        node.IsBusy = true;
        var count = Math.Min(rules.Batch, rules.SpareInterface ? node.Limits.Addresses4PerInterface : short_);
        if (node.Interfaces.Find(eni => eni.Ranges.Count < node.Limits.Addresses4PerInterface) is { } roomy)
        {
            Assign(node, roomy, Math.Min(count, node.Limits.Addresses4PerInterface - roomy.Ranges.Count));
        }
        else if (node.Interfaces.Count < node.Limits.Interfaces - 1)
        {
            Create(node, Math.Min(count, node.Limits.Addresses4PerInterface));
        }
        else
        {
            node.IsBusy = false;
        }
    }

    private void Learn(StepwiseNode node)
    {
        if (!node.IsBusy)
        {
            node.IsBusy = true;
            Ask(node, id => new ListInstances(new InstanceFilter { Ids = [node.Instance] }) { Id = id }, (listed, _) =>
                Ask(node, id => new FindLimits(((InstancesListed)listed).Instances[0].Type) { Id = id }, (found, then) =>
                {
                    node.Limits = ((LimitsFound)found).Limits;
                    Free(node, then);
                }));
        }
    }

    private void Create(StepwiseNode node, int count) =>
        Ask(node, id => new CreateInterface(new InterfaceWish { VSwitch = _spec.VSwitches[0], SecurityGroups = _spec.SecurityGroups, Addresses4 = count - 1 }, Token()) { Id = id }, (made, _) =>
        {
            var eni = ((InterfaceMade)made).Interface;
            Ask(node, id => new AttachInterface(eni.Id, node.Instance, null) { Id = id }, (_, now) => Look(node, eni.Id, now + rules.FirstLook, rules.NextLook));
        });

    private void Look(StepwiseNode node, string eni, DateTimeOffset at, TimeSpan next)
    {
        node.Poll = () => Ask(node, id => new ListInterfaces(new InterfaceFilter { Ids = [eni] }) { Id = id }, (listed, now) =>
        {
            if (((InterfacesListed)listed).Interfaces is [{ State: InterfaceState.InUse } seen])
            {
                node.Interfaces.Add(Offer(seen, ++node.Generation));
                Publish(node);
                Free(node, now);
            }
            else
            {
                Look(node, eni, now + (next * (1 + (rules.Jitter * _chance.Share()))), next * rules.Growth);
            }
        });
        node.PollAt = at;
        node.Due = node.Due < at ? node.Due : at;
    }

    private static void Poll(StepwiseNode node, Action poll, DateTimeOffset now)
    {
        if (node.PollAt <= now)
        {
            node.Poll = null;
            poll();
        }
        else
        {
            node.Due = node.PollAt;
        }
    }

    private void Assign(StepwiseNode node, NodeInterface eni, int count) =>
        Ask(node, id => new AssignRanges(eni.Id, AddressKind.Address4, count, Token()) { Id = id }, (assigned, now) =>
        {
            var more = ((RangesAssigned)assigned).Ranges.Select(range => new OfferedRange(range, ++node.Generation));
            node.Interfaces[node.Interfaces.IndexOf(eni)] = eni with { Ranges = [.. eni.Ranges, .. more] };
            Publish(node);
            Free(node, now);
        });

    private void Free(StepwiseNode node, DateTimeOffset now)
    {
        node.IsBusy = false;
        Wake(node, now);
    }

    private static NodeInterface Offer(CloudInterface seen, long generation) => new()
    {
        Id = seen.Id,
        Mac = seen.Mac!.Value,
        Use = InterfaceUse.Shared,
        VSwitch = seen.VSwitch,
        Generation = generation,
        Ranges = [.. seen.Addresses.Select(address => new OfferedRange(address.ToCidr(), generation))],
    };

    private void Publish(StepwiseNode node) =>
        _deeds.Add(new PublishNodeNetwork(node.Name, new NodeNetworkSpec { Instance = node.Instance, Mode = PodNetworkMode.SharedEni, Interfaces = [.. node.Interfaces] }, new NodeNetworkStatus()));

    /// <summary>A refused call ends the step: the next look tries again.</summary>
    private void Ask(StepwiseNode node, Func<long, CloudCall> call, Action<CallEnded, DateTimeOffset> then)
    {
        var id = ++_lastCall;
        _calls[id] = (ended, now) =>
        {
            if (ended is CallFailed)
            {
                Free(node, now);
            }
            else
            {
                then(ended, now);
            }
        };
        _deeds.Add(call(id));
    }

    private string Token() => $"stepwise-{seed}-{++_lastToken}";
}
