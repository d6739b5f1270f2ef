using System.Collections.Concurrent;
using System.Globalization;
using Fairlead.AgentApi;
using Fairlead.Linux;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Watching;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Topology;

namespace Fairlead.Lab.Hosts;

/// <summary>
/// What networkd, NetworkManager, cloud-init and udev of real hosts do to a NIC that appears, whoever it is meant for: another name, the
/// address that DHCP offers, a default route. They do it once for each NIC.
/// </summary>
internal sealed class HostileDhcp : IDisposable
{
    // NetworkManager numbers its devices from 100 on.
    private const uint FirstMetric = 100;

    // The hypervisor gives NICs slots from 5 on, and udev names them by those.
    private const int FirstSlot = 5;

    private readonly NetworkNamespace _netns;
    private readonly VpcClient _fabric;
    private readonly KernelWatcher _watcher;
    private readonly BlockingCollection<int> _seen = [];
    private readonly Thread _thread;
    private readonly HashSet<int> _known = [];

    // The ENI keeps its slot, also where its NIC is made anew: the name is the same again.
    private readonly Dictionary<MacAddress, int> _slots = [];

    /// <exception cref="KernelException">The host's namespace cannot be watched.</exception>
    public HostileDhcp(NetworkNamespace netns, VpcClient fabric)
    {
        (_netns, _fabric) = (netns, fabric);
        _watcher = KernelWatcher.OfLinks(netns, Hear);
        _thread = new Thread(Run) { IsBackground = true, Name = "hostile DHCP" };
    }

    public void Start()
    {
        _watcher.Start();
        _thread.Start();
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _seen.CompleteAdding();
        _thread.Join();
        _seen.Dispose();
    }

    private void Hear(KernelNews news)
    {
        // Pods' links are none of its business: as on images of clouds, it is set up for Ethernet NICs by their names.
        if (news is LinkNews { IsGone: false, NamespaceId: -1, Link: var link } && link.Name.StartsWith("eth", StringComparison.Ordinal))
        {
            _seen.Add(link.Index);
        }
    }

    private void Run()
    {
        foreach (var index in _seen.GetConsumingEnumerable())
        {
            try
            {
                if (!_known.Contains(index) && Offer(index) is { } nic)
                {
                    _known.Add(index);
                    Grab(index, nic);
                }
            }
            catch (Exception error) when (error is KernelException or ControlException)
            {
                // The NIC has gone again, or the lab ends: nobody would hear of it.
            }
        }
    }

    /// <summary>What the fabric's DHCP server would offer; null for what is no NIC of the VPC, or the one that the host was born with.</summary>
    private NicConfiguration? Offer(int index)
    {
        using var reader = KernelReader.Open(_netns);
        var link = reader.Links().FirstOrDefault(link => link.Index == index);
        var state = _fabric.Snapshot().State;
        var eni = link is null ? null : state.Interfaces.Values.FirstOrDefault(eni => eni.Mac == link.Mac && eni.Type != InterfaceType.Primary && state.IsAttached(eni.Id));
        // One address: DHCP knows the primary one only.
        return eni is null ? null : NicConfiguration.Of(state, eni.Id) is var nic ? nic with { InterfaceName = link!.Name, Addresses = [nic.Addresses[0]], Gateway6 = null } : null;
    }

    private void Grab(int index, NicConfiguration nic)
    {
        if (!_slots.TryGetValue(nic.Mac, out var number))
        {
            _slots[nic.Mac] = number = _slots.Count;
        }

        using var connection = new NetlinkConnection(_netns.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch();
        LinkCodec.WriteUp(batch, index, false);
        LinkCodec.WriteRename(batch, index, string.Create(CultureInfo.InvariantCulture, $"ens{FirstSlot + number}"));
        connection.ExecuteOne(batch, "renaming", nic.InterfaceName);
        HostNetwork.Configure(connection, index, nic, FirstMetric + (uint)number);
    }
}
