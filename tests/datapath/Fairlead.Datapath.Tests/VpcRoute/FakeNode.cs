using System.Text.RegularExpressions;
using Fairlead.Linux.Addresses;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;
using Fairlead.Testing.Clocks;
using Fairlead.Testing.Kernel;

namespace Fairlead.Datapath.Tests.VpcRoute;

/// <summary>
/// A node whose kernel is the fake one: the real targets, connections and readers speak netlink to it. The kernel stays when the
/// agent is killed, and what can go wrong in a kernel does.
/// </summary>
internal sealed partial class FakeNode : IDisposable
{
    // Removals end on a thread of their own, and the machine may be busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualClock _clock = new();
    private readonly FakeKernel _kernel = new();
    private readonly FakeNamespaces _namespaces;
    private readonly Random? _chance;
    private readonly HashSet<MacAddress> _plugged = [];
    private Run _run;

    /// <param name="chance">Faults at random; null for a kernel that always obeys.</param>
    public FakeNode(Random? chance)
    {
        _chance = chance;
        _namespaces = new FakeNamespaces(_kernel);
        WireUplink();
        _run = new Run(this);
        if (chance is not null)
        {
            // A transaction of nftables has some 60 messages and comes through about every fourth time.
            _kernel.Faults.RefuseOneIn(40, Errno.ENOSPC, chance);
            _kernel.Faults.RemovalTakes = TimeSpan.FromMilliseconds(1);
        }
    }

    public void Go(CaseFile wish)
    {
        var names = wish.Pods.Select(pod => new Netns(pod.Id.ToString())).ToHashSet();
        foreach (var born in names.Where(name => _namespaces.Find(name) is null))
        {
            _namespaces.Add(born);
        }

        Plug(wish);
        Disturb(names);
        _run.Go(MemoryNode.Plan(wish));
        foreach (var ended in _namespaces.Known.Where(name => !name.IsNode && !names.Contains(name)).ToList())
        {
            _namespaces.Vanish(ended);
        }
    }

    /// <summary>The ENIs that pods are to have, and the trunks of members, are attached before.</summary>
    private void Plug(CaseFile wish)
    {
        var cards = wish.Pods.Select(pod => pod.Eni).OfType<PodEni>().Select(eni => eni.Trunk ?? eni.Mac).Distinct();
        foreach (var mac in cards.Where(_plugged.Add).ToList())
        {
            _namespaces.Node.PlugIn($"eth{_plugged.Count}", mac);
        }
    }

    public void Kill()
    {
        _run.Dispose();
        _run = new Run(this);
    }

    /// <summary>Lets everything end and prints the node and its pods.</summary>
    public string Settle()
    {
        _run.Rounds(40);
        _kernel.Faults.RefuseOneIn(0, 0, Random.Shared);
        var started = TimeProvider.System.GetTimestamp();
        while (_run.Unfinished().Any() && TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            _run.Rounds(20);
            Thread.Sleep(1);
        }

        var unfinished = string.Join((char)10, _run.Unfinished());
        Assert.True(unfinished.Length == 0, unfinished);
        return string.Join('\n', World());
    }

    public void Dispose() => _run.Dispose();

    private IEnumerable<string> World() => _namespaces.Known.OrderBy(netns => netns.Attachment, StringComparer.Ordinal).SelectMany(netns =>
    {
        var found = _namespaces.Find(netns)!;
        string[] settings = ["net/ipv4/ip_forward", "net/ipv6/conf/all/forwarding", "net/ipv6/conf/eth0/accept_ra", "net/ipv6/conf/eth0/accept_dad"];
        // Which index the kernel gave the pod's end depends on what was there before.
        return settings.Select(path => $"{path} = {found.ReadSysctl(path)}").Concat(KernelText.Ours(found)).Concat(Enis(netns, found)).Select(line => $"{netns}: {PeerIndex().Replace(line, "@if")}");
    });

    // What one that is at home is called says only where it has been.
    private IEnumerable<string> Enis(Netns netns, FakeNamespace found)
    {
        using var reader = Fairlead.Linux.KernelReader.Open(found);
        return [.. from link in reader.Links()
                   where _plugged.Contains(link.Mac) || link.Kind == "vlan"
                   orderby link.Mac
                   select $"{link.Mac} {(netns.IsNode ? "at home" : link.Name)} {(link.IsUp ? "up" : "down")} {link.Mtu} {link.Alias}"];
    }

    [GeneratedRegex(@"@if\d+")]
    private static partial Regex PeerIndex();

    /// <summary>Somebody sets links down and up, deletes routes and ends pods; looks at tables meet changes.</summary>
    private void Disturb(HashSet<Netns> wished)
    {
        if (_chance is not { } chance)
        {
            return;
        }

        _kernel.Faults.InterruptDumps(chance.Next(4));
        if (chance.Next(3) == 0 && _namespaces.Known.FirstOrDefault(netns => !netns.IsNode && !wished.Contains(netns)) is { IsNode: false } ended)
        {
            _namespaces.Vanish(ended);
        }

        using var connection = new NetlinkConnection(_namespaces.Node.Open(NetlinkProtocol.Route));
        using var reader = new Fairlead.Linux.KernelReader(connection) { Owns = false };
        var batch = new NetlinkBatch();
        foreach (var link in reader.Links().Where(link => link.Alias.Length > 0 && chance.Next(3) == 0))
        {
            LinkCodec.WriteUp(batch, link.Index, false);
            LinkCodec.WriteUp(batch, link.Index, true);
        }

        connection.Execute(batch);
    }

    private void WireUplink()
    {
        var outside = _kernel.NewNamespace();
        using var connection = new NetlinkConnection(_namespaces.Node.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch();
        LinkCodec.WriteVeth(
            batch,
            new LinkRow { Key = new LinkKey(Netns.Node, "eth0"), Index = 2, Mac = MacAddress.Parse("02:00:00:00:10:01"), Mtu = 1500 },
            new VethPeer { Key = new LinkKey(new Netns("outside"), "eth0"), Mac = MacAddress.Parse("02:00:00:00:10:02"), Mtu = 1500 },
            outside.Descriptor);
        LinkCodec.WriteUp(batch, 2, true);
        AddressCodec.WriteReplace(batch, 2, Cidr.Parse("172.16.10.1/24"), 0);
        AddressCodec.WriteReplace(batch, 2, Cidr.Parse("fd16::1/64"), 0);
        Assert.All(connection.Execute(batch), result => Assert.True(result.IsSuccess, $"{result.Code} {result.Text}"));
    }

    /// <summary>One life of the agent, with its sockets.</summary>
    private sealed class Run : IDisposable
    {
        private readonly FakeNode _node;
        private readonly Reconciler _reconciler;
        private readonly NetnsConnections _connections;
        private readonly DyingLinks _dying;
        private readonly NftConnection _nft;
        private readonly NftReader _reader;
        private readonly PodGuardTarget _guards;
        private readonly PlanTables _tables;

        public Run(FakeNode node)
        {
            _node = node;
            var namespaces = node._namespaces;
            _reconciler = new Reconciler(node._clock, new ReconcilerOptions(), "journal");
            _connections = new NetnsConnections(namespaces);
            _dying = new DyingLinks(namespaces.Node, OurMark.DyingGroup);
            _nft = new NftConnection(namespaces.Node.Open(NetlinkProtocol.Netfilter));
            _reader = NftReader.Open(namespaces.Node);
            _guards = new PodGuardTarget(namespaces);
            _tables = KernelTables.Over(_reconciler, _connections, _dying, _nft, _reader, _guards);
        }

        public void Go(DatapathPlan next)
        {
            _tables.Go(next);
            _reconciler.Reported("journal");
            _reconciler.Step();
            _connections.ReleasePods();
        }

        /// <summary>So many times 5 s, in which what was refused is tried again and everything is looked at.</summary>
        public void Rounds(int count)
        {
            for (var round = 0; round < count; round++)
            {
                _node._clock.Advance(TimeSpan.FromSeconds(5));
                for (var i = 0; i < 200 && _reconciler.Step() == TimeSpan.Zero; i++)
                {
                }

                _connections.ReleasePods();
            }
        }

        public IEnumerable<string> Unfinished() => _reconciler.Tables.SelectMany(table =>
            table.Lines().Where(line => line.Status != RowStatus.Done || line.Wanted != line.Kernel).Select(line => $"{table.Name} {line}"));

        public void Dispose()
        {
            _dying.Dispose();
            _guards.Dispose();
            _nft.Dispose();
            _reader.Dispose();
            _connections.Dispose();
        }
    }
}
