using Fairlead.Linux.Enis;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Tests.Contract;

/// <summary>A node with an ENI, and a pod, on one of the kernels. The ENI is a veth whose other end is a fabric's.</summary>
public abstract class OneEni<TKernel> : KernelContract<TKernel>
    where TKernel : IKernel, new()
{
    protected static readonly MacAddress Mac = MacAddress.Parse("00:16:3e:00:00:05");

    protected OneEni()
    {
        Fabric = Kernel.NewNamespace();
        Enis = new EniTarget(Connections);
        Assert.Equal(0, Send(batch => LinkCodec.WriteVeth(
            batch,
            new LinkRow { Key = new LinkKey(Netns.Node, "eth1"), Index = 7, Mac = Mac, Mtu = 1500 },
            new VethPeer { Key = new LinkKey(new Netns("fabric"), "port"), Mac = MacAddress.Parse("ee:ff:ff:ff:ff:ff"), Mtu = 1500 },
            Fabric.Descriptor)).Code);
    }

    protected EniTarget Enis { get; }

    protected INetworkNamespace Fabric { get; }

    protected static EniRow InPod { get; } = new() { Mac = Mac, Netns = Pod, Name = "eth0", Mtu = 1500, Up = true };

    protected void Place() => Add(Enis, (Mac, InPod));

    protected EniRow? Wished(EniRow row) => Enis.Read(Scope.Everything, new Dictionary<MacAddress, EniRow> { [Mac] = row }).GetValueOrDefault(Mac);

    protected new IReadOnlyList<ObservedLink> Links(Netns netns)
    {
        using var reader = KernelReader.Open(Resolve(netns)!);
        return reader.Links();
    }

    protected ObservedLink Link(Netns netns, string name) => Links(netns).Single(link => link.Name == name);
}
