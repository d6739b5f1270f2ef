using Fairlead.Agent.Configuration;
using Fairlead.Agent.Journal;
using Fairlead.Agent.Log;
using Fairlead.Agent.Node;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath;
using Fairlead.Kubernetes;
using Fairlead.Kubernetes.Store;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Testing.Kernel;

namespace Fairlead.Agent.Tests.Enis;

/// <summary>A node with one pod on an exclusive ENI and one on a member: two pools that have something to say of the same guards.</summary>
public sealed class BothPoolsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fl-both-").FullName;
    private readonly FakeKernel _kernel = new();
    private readonly FakeNamespaces _namespaces;
    private readonly NodeJournal _journal;

    public BothPoolsTests()
    {
        _namespaces = new FakeNamespaces(_kernel);
        _journal = NodeJournal.Open(Path.Combine(_folder, "journal"), TimeProvider.System);
    }

    public void Dispose()
    {
        _journal.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_the_agent_says_is_taken_by_the_store()
    {
        var cancel = TestContext.Current.CancellationToken;
        var status = StatusWith(Pod(1, EniUse.Exclusive), Pod(2, EniUse.Member));
        Assert.Equal(["SpecHeeded", "SharedEnisPresent", "PodGuardsHold"], status.Conditions.Select(condition => condition.Type));
        Assert.Equal(4, status.Leases.Count);

        await using var store = await StoreServer.StartAsync(new StoreOptions());
        using var client = new ClusterClient(new ClusterEndpoint { Server = store.Uri });
        await client.CreateAsync(new NodeNetwork { Metadata = new ObjectMeta { Name = "node-1" } }, cancel);
        await client.PatchStatusAsync<NodeNetwork>("node-1", "", ResourcePatch.NodeNetworkAgent(status), cancel);
        Assert.Equal(status.Conditions, (await client.GetAsync<NodeNetwork>("node-1", cancel: cancel)).Status.Agent!.Conditions);
    }

    private AgentStatus StatusWith(params PodAttachment[] pods)
    {
        FakeUplink.Wire(_kernel, _namespaces.Node);
        var options = new AgentOptions { NodeName = "node-1", Uplink = "eth0", Datapath = new DatapathOptions(), Pool = new PoolOptions { Slices = [] } };
        using var engine = new NodeEngine(_namespaces.Node, _journal, options, TimeProvider.System, new NodeLog(TimeProvider.System, _ => { }), null, () => { });
        engine.Start(pods);
        return engine.Status();
    }

    private static PodAttachment Pod(int number, EniUse use) => new()
    {
        Id = new AttachmentId($"pod-{number}", "eth0"), NetnsPath = "", NetnsDevice = 0, NetnsInode = 0, HostIndex = 1000 + number,
        HostMac = MacAddress.Parse($"06:f1:00:00:00:0{number}"), PodMac = EniNode.MacOf(number), Mtu = 1500,
        V4 = InetAddress.Parse(EniNode.V4Of(number)), V6 = InetAddress.Parse($"fd16:20::{number}"),
        Eni = new PodEni
        {
            Id = $"eni-{number}", Mac = EniNode.MacOf(number), Use = use, Generation = 1, Trunk = use == EniUse.Member ? EniNode.MacOf(9) : null, Vlan = use == EniUse.Member ? 7 : 0,
            Gateway4 = InetAddress.Parse("172.16.20.253"), Subnet4 = Cidr.Parse("172.16.20.0/24"), Gateway6 = InetAddress.Parse("fd16:20::fd"), Subnet6 = Cidr.Parse("fd16:20::/64"),
        },
    };
}
