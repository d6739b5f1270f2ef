using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.OpenApi.Binding;

/// <summary>ECS actions on ENIs, from parameters to calls.</summary>
internal static class InterfaceBinding
{
    // Queues, connection tracking and virtual functions of a NIC are real hardware's.
    private static readonly string[] Hardware =
    [
        "ConnectionTrackingConfiguration.", "EnhancedNetwork.", "NetworkInterfaceTrafficConfig.", "EnablePrimaryIPv6",
        "QueueNumber", "QueuePairNumber", "RxQueueSize", "TxQueueSize",
    ];

    public static CloudCall Create(ParameterReader p)
    {
        p.Refuse(Hardware);
        var call = new CreateNetworkInterface
        {
            RegionId = p.Region(),
            ClientToken = p.Text("ClientToken"u8),
            VSwitchId = p.Required("VSwitchId"u8),
            SecurityGroupId = p.Text("SecurityGroupId"u8),
            SecurityGroupIds = p.List("SecurityGroupIds"u8),
            InstanceType = p.Word<InterfaceType>("InstanceType"u8) ?? InterfaceType.Secondary,
            NetworkInterfaceName = p.TextOrEmpty("NetworkInterfaceName"u8),
            Description = p.TextOrEmpty("Description"u8),
            PrimaryIpAddress = p.Text("PrimaryIpAddress"u8),
            PrivateIpAddress = p.List("PrivateIpAddress"u8),
            SecondaryPrivateIpAddressCount = p.Number("SecondaryPrivateIpAddressCount"u8),
            Ipv6Address = p.List("Ipv6Address"u8),
            Ipv6AddressCount = p.Number("Ipv6AddressCount"u8),
            Ipv4Prefix = p.List("Ipv4Prefix"u8),
            Ipv4PrefixCount = p.Number("Ipv4PrefixCount"u8),
            Ipv6Prefix = p.List("Ipv6Prefix"u8),
            Ipv6PrefixCount = p.Number("Ipv6PrefixCount"u8),
            Tag = p.Tags(),
            ResourceGroupId = p.Text("ResourceGroupId"u8),
            DeleteOnRelease = p.Flag("DeleteOnRelease"u8) ?? true,
            SourceDestCheck = p.Flag("SourceDestCheck"u8) ?? false,
        };
        CheckTrafficMode(p);
        return call;
    }

    public static CloudCall Attach(ParameterReader p)
    {
        // Instances have one network card here.
        if (p.Number("NetworkCardIndex"u8) > 0)
        {
            p.Fail(Dialect.Unsupported("NetworkCardIndex"));
        }

        return new AttachNetworkInterface
        {
            RegionId = p.Region(),
            NetworkInterfaceId = p.Required("NetworkInterfaceId"u8),
            InstanceId = p.Required("InstanceId"u8),
            TrunkNetworkInstanceId = p.Text("TrunkNetworkInstanceId"u8),
        };
    }

    public static CloudCall Detach(ParameterReader p) => new DetachNetworkInterface
    {
        RegionId = p.Region(),
        NetworkInterfaceId = p.Required("NetworkInterfaceId"u8),
        InstanceId = p.Required("InstanceId"u8),
        TrunkNetworkInstanceId = p.Text("TrunkNetworkInstanceId"u8),
    };

    public static CloudCall Delete(ParameterReader p) => new DeleteNetworkInterface
    {
        RegionId = p.Region(),
        NetworkInterfaceId = p.Required("NetworkInterfaceId"u8),
    };

    public static CloudCall Modify(ParameterReader p)
    {
        p.Refuse(Hardware);
        return new ModifyNetworkInterfaceAttribute
        {
            RegionId = p.Region(),
            NetworkInterfaceId = p.Required("NetworkInterfaceId"u8),
            NetworkInterfaceName = p.Text("NetworkInterfaceName"u8),
            Description = p.Text("Description"u8),
            SecurityGroupId = p.List("SecurityGroupId"u8),
            SourceDestCheck = p.Flag("SourceDestCheck"u8),
            DeleteOnRelease = p.Flag("DeleteOnRelease"u8),
        };
    }

    public static CloudCall DescribeAll(ParameterReader p)
    {
        p.Refuse("ServiceManaged");
        return new DescribeNetworkInterfaces
        {
            RegionId = p.Region(),
            VpcId = p.Text("VpcId"u8),
            VSwitchId = p.Text("VSwitchId"u8),
            InstanceId = p.Text("InstanceId"u8),
            PrimaryIpAddress = p.Text("PrimaryIpAddress"u8),
            PrivateIpAddress = p.List("PrivateIpAddress"u8),
            Ipv6Address = p.List("Ipv6Address"u8),
            NetworkInterfaceId = p.List("NetworkInterfaceId"u8),
            NetworkInterfaceName = p.Text("NetworkInterfaceName"u8),
            SecurityGroupId = p.Text("SecurityGroupId"u8),
            ResourceGroupId = p.Text("ResourceGroupId"u8),
            Type = p.Word<InterfaceType>("Type"u8),
            Status = p.Word<InterfaceStatus>("Status"u8),
            Tag = p.Tags(),
            Page = Pages.Either(p),
        };
    }

    public static CloudCall DescribeOne(ParameterReader p) => new DescribeNetworkInterfaceAttribute
    {
        RegionId = p.Region(),
        NetworkInterfaceId = p.Required("NetworkInterfaceId"u8),
    };

    private static void CheckTrafficMode(ParameterReader p)
    {
        var mode = p.Text("NetworkInterfaceTrafficMode"u8);
        if (mode == "HighPerformance")
        {
            p.Fail(Dialect.Unsupported("NetworkInterfaceTrafficMode=HighPerformance"));
        }
        else if (mode is not (null or "Standard"))
        {
            p.Malformed("NetworkInterfaceTrafficMode"u8);
        }
    }
}
