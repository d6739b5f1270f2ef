using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.OpenApi.Binding;

/// <summary>ECS actions on instances, from parameters to calls. Disks, images, prices and passwords mean nothing here and are not looked at.</summary>
internal static class InstanceBinding
{
    private static readonly string[] NotOfRun =
    [
        "NetworkInterface.", "Ipv6Address", "LaunchTemplateId", "LaunchTemplateName", "MinAmount", "HostNames", "UniqueSuffix",
        "DeletionProtection", "AutoReleaseTime", "DeploymentSetId", "DedicatedHostId", "NetworkOptions.", "PrivateDnsNameOptions.", "DryRun",
    ];

    private static readonly string[] NotOfDescription =
    [
        "Filter.", "DeviceAvailable", "DryRun", "EipAddresses", "HpcClusterId", "HttpEndpoint", "HttpTokens", "ImageId", "InnerIpAddresses",
        "InstanceChargeType", "InstanceTypeFamily", "InternetChargeType", "Ipv6Address", "KeyPairName", "LockReason",
        "PublicIpAddresses", "RdmaIpAddresses",
    ];

    private static readonly string[] NotOfTypes =
    [
        "CpuArchitecture", "CpuArchitectures", "GPUSpec", "GpuSpecs", "InstanceCategories", "InstanceCategory", "InstanceFamilyLevel",
        "InstanceTypeFamilies", "LocalStorageCategories", "LocalStorageCategory", "Maximum*", "Minimum*", "NvmeSupport",
        "PhysicalProcessorModel", "PhysicalProcessorModels",
    ];

    public static CloudCall Run(ParameterReader p)
    {
        p.Refuse(NotOfRun);
        if (p.Number("InternetMaxBandwidthOut"u8) > 0)
        {
            p.Fail(Dialect.Unsupported("InternetMaxBandwidthOut"));
        }

        return new RunInstances
        {
            RegionId = p.Region(),
            ClientToken = p.Text("ClientToken"u8),
            InstanceType = p.Required("InstanceType"u8),
            VSwitchId = p.Required("VSwitchId"u8),
            ZoneId = p.Text("ZoneId"u8),
            SecurityGroupId = p.Text("SecurityGroupId"u8),
            SecurityGroupIds = p.List("SecurityGroupIds"u8),
            Amount = p.Number("Amount"u8, least: 1, most: 100) ?? 1,
            InstanceName = p.Text("InstanceName"u8),
            HostName = p.Text("HostName"u8),
            Description = p.TextOrEmpty("Description"u8),
            PrivateIpAddress = p.Text("PrivateIpAddress"u8),
            Ipv6AddressCount = p.Number("Ipv6AddressCount"u8),
            ResourceGroupId = p.Text("ResourceGroupId"u8),
            Tag = p.Tags(),
        };
    }

    public static CloudCall Delete(ParameterReader p)
    {
        p.Refuse("DryRun");
        return new DeleteInstance
        {
            RegionId = p.RegionOrEndpoints(),
            InstanceId = p.Required("InstanceId"u8),
            Force = (p.Flag("Force"u8) ?? false) | (p.Flag("ForceStop"u8) ?? false),
        };
    }

    public static CloudCall DescribeAll(ParameterReader p)
    {
        p.Refuse(NotOfDescription);
        if (p.Text("InstanceNetworkType"u8) is not (null or "vpc"))
        {
            p.Fail(Dialect.Unsupported("InstanceNetworkType"));
        }

        return new DescribeInstances
        {
            RegionId = p.Region(),
            VpcId = p.Text("VpcId"u8),
            VSwitchId = p.Text("VSwitchId"u8),
            ZoneId = p.Text("ZoneId"u8),
            InstanceIds = p.JsonList("InstanceIds"u8),
            InstanceName = p.Text("InstanceName"u8),
            InstanceType = p.Text("InstanceType"u8),
            SecurityGroupId = p.Text("SecurityGroupId"u8),
            ResourceGroupId = p.Text("ResourceGroupId"u8),
            Status = p.Text("Status"u8),
            PrivateIpAddresses = p.JsonList("PrivateIpAddresses"u8),
            Tag = p.Tags(),
            Page = Pages.Either(p),
        };
    }

    public static CloudCall DescribeOne(ParameterReader p) => new DescribeInstanceAttribute
    {
        RegionId = p.RegionOrEndpoints(),
        InstanceId = p.Required("InstanceId"u8),
    };

    public static CloudCall DescribeTypes(ParameterReader p)
    {
        p.Refuse(NotOfTypes);
        return new DescribeInstanceTypes
        {
            RegionId = p.RegionOrEndpoints(),
            InstanceTypes = p.List("InstanceTypes"u8),
            InstanceTypeFamily = p.Text("InstanceTypeFamily"u8),
            Page = Pages.ByToken(p, "MaxResults"u8, limit: 1600),
        };
    }
}
