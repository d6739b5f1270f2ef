using Fairlead.Agent.Enis;
using Fairlead.Agent.Node;
using Fairlead.Agent.Pods;
using Fairlead.Datapath;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;
using Fairlead.Testing.Kernel;

namespace Fairlead.Agent.Tests.Enis;

/// <summary>What the node says of the guards in its pods, on a kernel that has tables of their owner alone and on one that has not.</summary>
public sealed class GuardConditionTests
{
    private static readonly PodAttachment Pod = new()
    {
        Id = new AttachmentId("one", "eth0"), NetnsPath = "", NetnsDevice = 0, NetnsInode = 0, HostIndex = 7, HostMac = MacAddress.Parse("06:f1:00:00:00:01"),
        PodMac = EniNode.MacOf(1), Mtu = 1500, V4 = InetAddress.Parse(EniNode.V4Of(1)),
        Eni = new PodEni { Id = "eni-1", Mac = EniNode.MacOf(1), Use = EniUse.Exclusive, Gateway4 = InetAddress.Parse("172.16.20.253"), Subnet4 = Cidr.Parse("172.16.20.0/24"), Generation = 1 },
    };

    [Theory]
    [InlineData(true, "True", "Owned")]
    [InlineData(false, "False", "KernelTooOld")]
    public void The_condition_says_whether_they_hold(bool isNew, string status, string reason)
    {
        var namespaces = new FakeNamespaces(new FakeKernel { HasPersistentTables = isNew });
        var netns = namespaces.Add(PodNamespaces.Of(Pod.Id));
        using var targets = new KernelTargets(namespaces, dyingGroup: 1, SettingJournal.Nowhere);
        var reconciler = new Reconciler(TimeProvider.System, new ReconcilerOptions());
        var enis = new OwnEnis(reconciler, new NodeTables(reconciler, targets), targets, () => "", () => { }, TimeProvider.System);
        // Where nobody has an ENI of his own there is nothing to say.
        Assert.Empty(enis.Exclusive.Conditions);

        var facts = new NodeFacts { Uplink = "eth0", UplinkMtu = 1500, V4 = InetAddress.Parse("172.16.10.1") };
        var guard = NodePlanner.PlanPod(facts, new DatapathOptions(), PodRouting.Main, Pod).PodGuards.Single();
        Assert.Null(targets.PodGuards.Apply([new Change<Netns, PodGuardRow>(guard.Netns, null, guard)]).Single().Error);
        Assert.Empty(enis.Exclusive.Restore([Pod]));
        var condition = Assert.Single(enis.Exclusive.Conditions);
        Assert.Equal(("PodGuardsHold", status, reason), (condition.Type, condition.Status, condition.Reason));
        Assert.Equal(!isNew, condition.Message.Contains("Linux 6.9", StringComparison.Ordinal));

        // It stands in the pod either way, with the same rules.
        using var reader = NftReader.Open(netns);
        var there = NftObjectRow.From(reader.Read(OurMark.NftablesTable));
        Assert.Equal(guard.Objects.Select(row => row.Key).ToHashSet(), [.. there.Select(row => row.Key)]);
        Assert.Equal(isNew, there.Single(row => row.Key.Kind == NftObjectKind.Table).Flags.HasFlag(NftTableFlags.Persist));
    }
}
