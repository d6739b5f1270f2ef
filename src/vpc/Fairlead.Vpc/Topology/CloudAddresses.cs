using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Topology;

/// <summary>Addresses of the cloud's service range (100.64.0.0/10) at which it answers hosts itself.</summary>
public static class CloudAddresses
{
    /// <summary>The metadata service, as documented; every host knows it by heart.</summary>
    public static readonly InetAddress Metadata = InetAddress.Parse("100.100.100.200");

    /// <summary>The OpenAPI as hosts of the VPC reach it; in the cloud the name ecs-vpc.REGION.aliyuncs.com says which one it is.</summary>
    public static readonly InetAddress OpenApi = InetAddress.Parse("100.100.0.80");

    /// <summary>Where a cluster's store is found that is run beside the cloud: as that of a cloud's managed cluster, it is no host's.</summary>
    public static readonly InetAddress ClusterStore = InetAddress.Parse("100.100.0.90");
}
