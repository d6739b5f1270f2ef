using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation.World;

/// <summary>An agent that does as the contract says: gives only what is offered and does not go, from the fullest ENI, and acknowledges what nobody has.</summary>
internal sealed class AgentModel(string node)
{
    private readonly Dictionary<string, AddressUse> _leases = [];
    private string _last = "";

    public string Node { get; } = node;

    /// <summary>It gives nothing and says nothing, as one that is down.</summary>
    public bool IsDown { get; set; }

    /// <summary>Classes whose pods have addresses of the node's slice.</summary>
    public HashSet<string> SliceClasses { get; } = [];

    public IReadOnlyCollection<AddressUse> Leases => _leases.Values;

    public void Release(string podUid) => _leases.Remove(podUid);

    /// <summary>It gave this before it heard that it is to go.</summary>
    public void Take(string eni, InetAddress address, Pod pod) => Lease(pod, eni, address);

    /// <returns>What it says; null when it has nothing new to say.</returns>
    public AgentStatus? Act(NodeNetworkSpec spec, IEnumerable<Pod> pods)
    {
        if (IsDown)
        {
            return null;
        }

        foreach (var pod in pods.Where(pod => pod.Spec.NodeName == Node && !_leases.ContainsKey(pod.Metadata.Uid)))
        {
            Give(spec, pod);
        }

        var status = new AgentStatus { Instance = spec.Instance, Leases = [.. _leases.Values], Retired = [.. Retired(spec)] };
        var text = string.Join(' ', status.Leases) + string.Join(' ', status.Retired);
        if (text == _last)
        {
            return null;
        }

        _last = text;
        return status;
    }

    private void Give(NodeNetworkSpec spec, Pod pod)
    {
        var exclusive = PodText.AsksForEni(pod);
        var @class = pod.Metadata.Annotations.GetValueOrDefault(PodNetworkClass.Annotation, "");
        if (spec.FixedAddresses.FirstOrDefault(entry => entry.Pod == pod.Metadata.Name && entry.Namespace == pod.Metadata.Namespace) is { Addresses.Count: > 0 } reserved)
        {
            if (_leases.Values.Any(use => reserved.Addresses.Contains(use.Address)))
            {
                return;
            }

            if (SliceClasses.Contains(@class))
            {
                Lease(pod, "", reserved.Addresses[0]);
            }
            else if (spec.Interfaces.FirstOrDefault(eni => !eni.Retiring && eni.Class == @class && exclusive == (eni.Use == InterfaceUse.Exclusive) && reserved.Addresses.All(address => eni.Ranges.Any(range => !range.Retiring && range.Range == address.ToCidr()))) is { } home)
            {
                Lease(pod, home.Id, reserved.Addresses[0]);
            }

            return;
        }

        if (!spec.FixedAddresses.Any(entry => entry.Pod == pod.Metadata.Name) && pod.Metadata.OwnerReferences.Any(owner => owner.Kind == "StatefulSet"))
        {
            return;
        }

        var reservedAddresses = spec.FixedAddresses.SelectMany(entry => entry.Addresses).ToHashSet();
        if (SliceClasses.Contains(@class))
        {
            Lease(pod, "", spec.PodSlices.SelectMany(Some).Skip(1).First(address => !reservedAddresses.Contains(address) && _leases.Values.All(use => use.Address != address)));
            return;
        }

        var candidates = spec.Interfaces
            .Where(eni => !eni.Retiring && eni.Class == @class && (exclusive ? eni.Use == InterfaceUse.Exclusive && On(eni.Id) == 0 : eni.Use == InterfaceUse.Shared))
            .OrderByDescending(eni => On(eni.Id));
        foreach (var eni in candidates)
        {
            var free = eni.Ranges.Where(range => !range.Retiring).SelectMany(range => Some(range.Range))
                .Where(address => !reservedAddresses.Contains(address) && _leases.Values.All(use => use.Address != address)).Take(1).ToList();
            if (free.Count > 0)
            {
                Lease(pod, eni.Id, free[0]);
                return;
            }
        }
    }

    private void Lease(Pod pod, string eni, InetAddress address) =>
        _leases[pod.Metadata.Uid] = new AddressUse(address, eni, "c-" + pod.Metadata.Uid, "eth0", pod.Metadata.Uid, 1) { PodNamespace = pod.Metadata.Namespace, PodName = pod.Metadata.Name };

    private int On(string eni) => _leases.Values.Count(use => use.Interface == eni);

    private static IEnumerable<InetAddress> Some(Cidr range) => Enumerable.Range(0, (int)UInt128.Min(range.Count, 16)).Select(i => range.First.Plus((UInt128)i));

    private IEnumerable<RetiredRange> Retired(NodeNetworkSpec spec)
    {
        foreach (var eni in spec.Interfaces)
        {
            if (eni.Retiring && On(eni.Id) == 0)
            {
                yield return new RetiredRange(eni.Id, null, eni.Generation);
            }

            foreach (var range in eni.Ranges.Where(range => range.Retiring && !_leases.Values.Any(use => range.Range.Contains(use.Address))))
            {
                yield return new RetiredRange(eni.Id, range.Range, range.Generation);
            }
        }
    }
}
