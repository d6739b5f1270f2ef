using Fairlead.Agent.Cluster;
using Fairlead.Agent.Configuration;
using Fairlead.Datapath;
using Fairlead.Model.Addresses;
using Fairlead.Planning.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Tests.Cluster;

public sealed class EffectiveOptionsTests
{
    [Theory]
    [InlineData(true, "10.244.1.0/24 fd20::/80")]
    [InlineData(false, "10.244.1.0/24")]
    public void On_a_kernel_without_IPv6_no_pod_has_an_address_of_it(bool hasIpv6, string slices)
    {
        var view = new ClusterView();
        view.See(new NodeNetwork { Spec = new NodeNetworkSpec { PodSlices = [Cidr.Parse("10.244.1.0/24"), Cidr.Parse("fd20::/80")] } });
        var options = EffectiveOptions.Of(new AgentOptions { NodeName = "n1", Datapath = new DatapathOptions(), Pool = new PoolOptions() }, view, hasIpv6);
        Assert.Equal(slices, string.Join(' ', options.Datapath.PodSlices));
        Assert.Equal(slices, string.Join(' ', options.Pool.Slices));
    }
}
