using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation.World;

/// <summary>What must hold at any time, whatever failed.</summary>
internal sealed class WorldInvariants(AllocationWorld world)
{
    /// <returns>What is wrong; null when all is well.</returns>
    public string? Problem()
    {
        return Owners() ?? Cloud() ?? Deeds();
    }

    /// <summary>When nobody wants anything any more: what is in the cloud is what somebody has.</summary>
    public string? Leftover()
    {
        var owned = world.Networks.Values.SelectMany(network => network.Spec.Interfaces.Select(eni => eni.Id)).ToHashSet();
        return world.Emulated.State.Interfaces.Values.FirstOrDefault(eni => eni.Tags.ContainsKey(ResourceNames.ClusterTag) && !owned.Contains(eni.Id)) is { } leaked
            ? $"{leaked.Id} ({leaked.Status} at {leaked.Instance}) is nobody's"
            : null;
    }

    private string? Owners()
    {
        var leased = new HashSet<InetAddress>();
        var clash = world.Agents.Values.SelectMany(agent => agent.Leases).FirstOrDefault(use => !leased.Add(use.Address));
        if (clash is not null)
        {
            return $"{clash.Address} has two owners: {string.Join(", ", world.Agents.Values.SelectMany(agent => agent.Leases.Where(use => use.Address == clash.Address).Select(use => $"{use.PodName} on {agent.Node} by {use.Interface}")))}";
        }

        var offered = new HashSet<Cidr>();
        var twice = world.Networks.Values.SelectMany(network => network.Spec.Interfaces.SelectMany(eni => eni.Ranges)).FirstOrDefault(range => !offered.Add(range.Range));
        return twice is null ? null : $"{twice.Range} is offered twice";
    }

    // What an agent has given out is on that ENI, on that node's instance.
    private string? Cloud()
    {
        foreach (var use in world.Agents.Values.SelectMany(agent => agent.Leases.Select(use => (agent.Node, use))))
        {
            if (world.Vanished.Contains(use.use.Interface))
            {
                continue;
            }

            if (!world.Emulated.State.Interfaces.TryGetValue(use.use.Interface, out var eni)
                || (!eni.Addresses.Contains(use.use.Address) && !eni.Prefixes.Any(prefix => prefix.Contains(use.use.Address))))
            {
                return $"{use.use.Address} of pod {use.use.PodName} is not on ENI {use.use.Interface} any more";
            }
        }

        return null;
    }

    private string? Deeds()
    {
        if (world.Mistakes is [var mistake, ..])
        {
            return mistake;
        }

        return world.Refusals.FirstOrDefault(error => error.IsLimitPerInstance || error.IsInvalid) is { } refused ? $"the cloud refused what was never to be asked: {refused.Message}" : null;
    }
}
