using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Clouds;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Topology;

namespace Fairlead.Simulation.Checks;

/// <summary>Whose address a pod has.</summary>
/// <param name="Interface">Empty for one of a slice.</param>
public sealed record BookedLease(InetAddress Address, string Node, string Instance, string Pod, string Interface);

/// <summary>
/// Who has which address, over all nodes, and the rules about it: one owner each, on an ENI of the pod's own node, and never one that
/// the cloud could give to somebody else. Checked at each step for what the step touched.
/// </summary>
public sealed class LeaseBook(Func<CloudState> cloud)
{
    private readonly Dictionary<InetAddress, BookedLease> _leases = [];
    private readonly Dictionary<string, HashSet<InetAddress>> _byInterface = [];

    /// <summary>What the world took by force: an agent that gives it could not know.</summary>
    private readonly HashSet<(string Interface, InetAddress? Address)> _forced = [];

    private readonly HashSet<InetAddress> _taken = [];

    /// <summary>Raised for an address that a pod believes in and that the world took by force.</summary>
    public event Action<BookedLease>? Lost;

    public int Count => _leases.Count;

    public IReadOnlyDictionary<InetAddress, BookedLease> Leases => _leases;

    /// <summary>Addresses of an ENI that pods have.</summary>
    public IReadOnlyCollection<InetAddress> Of(string eni) => _byInterface.TryGetValue(eni, out var addresses) ? addresses : [];

    /// <summary>Whether the world took an address from an ENI, or the ENI.</summary>
    public bool IsForced(string eni, InetAddress address) => _forced.Contains((eni, address)) || _forced.Contains((eni, null));

    /// <summary>Whether the world took an address from anybody, or an ENI that had it.</summary>
    public bool IsForced(InetAddress address) => _taken.Contains(address);

    public void Take(BookedLease lease)
    {
        if (_leases.TryGetValue(lease.Address, out var owner))
        {
            throw new BrokenRuleException($"{lease.Address} is given to {lease.Pod} on {lease.Node} and is {owner.Pod}'s on {owner.Node}");
        }

        if (lease.Interface.Length > 0 && Fault(lease, cloud()) is { } fault)
        {
            if (IsForced(lease.Interface, lease.Address))
            {
                Lost?.Invoke(lease);
                return;
            }

            throw new BrokenRuleException($"{lease.Address} is given to {lease.Pod} on {lease.Node}: {fault}");
        }

        _leases[lease.Address] = lease;
        if (lease.Interface.Length > 0)
        {
            (_byInterface.TryGetValue(lease.Interface, out var list) ? list : _byInterface[lease.Interface] = []).Add(lease.Address);
        }
    }

    /// <summary>The pod has it no more. One that lost it by force before gives nothing: it may be another's by now.</summary>
    public void Give(InetAddress address, string node, string pod)
    {
        if (!_leases.TryGetValue(address, out var lease) || lease.Node != node || lease.Pod != pod)
        {
            return;
        }

        _leases.Remove(address);
        if (lease.Interface.Length > 0 && _byInterface.TryGetValue(lease.Interface, out var list))
        {
            list.Remove(address);
            if (list.Count == 0)
            {
                _byInterface.Remove(lease.Interface);
            }
        }
    }

    /// <summary>Whether what pods have was left to them, and the cloud's own rules hold.</summary>
    public void Check(CloudMove move)
    {
        if (CloudInvariants.CheckStep(move.Before, move.After, move.Touched) is { Count: > 0 } faults)
        {
            throw new BrokenRuleException(string.Join("; ", faults));
        }

        List<BookedLease>? lost = null;
        foreach (var id in move.Touched)
        {
            if (move.IsForced)
            {
                Force(id, move);
            }

            foreach (var lease in _byInterface.TryGetValue(id, out var addresses) ? addresses.Select(address => _leases[address]) : [])
            {
                if (Fault(lease, move.After) is { } fault)
                {
                    (lost ??= []).Add(move.IsForced ? lease : throw new BrokenRuleException($"{lease.Address} is {lease.Pod}'s on {lease.Node} and taken away: {fault}"));
                }
            }
        }

        foreach (var lease in lost ?? [])
        {
            Give(lease.Address, lease.Node, lease.Pod);
            Lost?.Invoke(lease);
        }
    }

    private void Force(string id, CloudMove move)
    {
        if (move.Before.Interfaces.GetValueOrDefault(id) is not { } before)
        {
            return;
        }

        _taken.UnionWith(before.Addresses.Except(move.After.Interfaces.GetValueOrDefault(id)?.Addresses ?? []));
        if (move.After.Interfaces.GetValueOrDefault(id) is not { } after || after.Status != before.Status)
        {
            _forced.Add((id, null));
        }
        else
        {
            _forced.UnionWith(before.Addresses.Except(after.Addresses).Select(address => (id, (InetAddress?)address)));
        }
    }

    private static string? Fault(BookedLease lease, CloudState state)
    {
        if (!state.Interfaces.TryGetValue(lease.Interface, out var eni))
        {
            return $"{lease.Interface} is gone";
        }

        if (eni.Instance != lease.Instance || eni.Status != InterfaceStatus.InUse)
        {
            return $"{eni.Id} is {eni.Status} of '{eni.Instance}' and not in use of {lease.Instance}";
        }

        return eni.Owns(lease.Address) ? null : $"{eni.Id} does not have it";
    }
}
