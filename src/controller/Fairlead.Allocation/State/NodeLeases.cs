using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.State;

/// <summary>What the agent says that pods have, by address, ENI and pod.</summary>
internal sealed class NodeLeases
{
    private readonly Dictionary<InetAddress, AddressUse> _byAddress = [];
    private readonly Dictionary<string, HashSet<string>> _holders = [];
    private readonly HashSet<string> _pods = [];

    public NodeLeases(IReadOnlyList<AddressUse> uses)
    {
        foreach (var use in uses)
        {
            _byAddress[use.Address] = use;
            _pods.Add(use.PodUid);
            if (use.Interface.Length > 0)
            {
                (_holders.TryGetValue(use.Interface, out var holders) ? holders : _holders[use.Interface] = []).Add(use.ContainerId + "/" + use.InterfaceName);
            }
        }
    }

    public static NodeLeases None { get; } = new([]);

    public IReadOnlyCollection<AddressUse> Uses => _byAddress.Values;

    public bool Has(string podUid) => _pods.Contains(podUid);

    public IReadOnlyList<AddressUse> OfPod(string podUid) => Has(podUid) ? [.. _byAddress.Values.Where(use => use.PodUid == podUid)] : [];

    public AddressUse? Of(InetAddress address) => _byAddress.GetValueOrDefault(address);

    /// <summary>Attachments that have something of the ENI: one with an address of each family counts once.</summary>
    public int On(string id) => _holders.TryGetValue(id, out var holders) ? holders.Count : 0;

    public bool Within(Cidr range) => range.IsSingleAddress
        ? _byAddress.ContainsKey(range.Address)
        : _byAddress.Keys.Any(range.Contains);
}
