using System.Text.Json;

namespace Fairlead.Cloud.Alibaba.Answers;

/// <summary>Instances and their types as DescribeInstances and DescribeInstanceTypes write them.</summary>
internal static class InstanceAnswer
{
    public static CloudInstance Read(JsonElement fields)
    {
        var network = fields.TryGetProperty("VpcAttributes", out var attributes) ? attributes : default;
        var primary = fields.List("NetworkInterfaces", "NetworkInterface").Select(nic => nic.Text("PrimaryIpAddress"));
        return new CloudInstance(
            fields.Text("InstanceId"), fields.Text("InstanceName"), fields.Text("HostName"), fields.Text("InstanceType"),
            fields.Text("ZoneId"), network.Text("VpcId"), network.Text("VSwitchId"), fields.Text("Status"))
        {
            Addresses = JsonFields.Addresses([.. network.Texts("PrivateIpAddress", "IpAddress"), .. primary]).Distinct().ToArray(),
            SecurityGroups = fields.Texts("SecurityGroupIds", "SecurityGroupId").ToArray(),
            Tags = fields.Tags(),
        };
    }

    public static InstanceLimits ReadLimits(JsonElement fields)
    {
        var interfaces = fields.Number("EniQuantity");
        return new InstanceLimits(
            fields.Text("InstanceTypeId"), interfaces, Math.Max(interfaces, fields.Number("EniTotalQuantity")),
            fields.Number("EniPrivateIpAddressQuantity"), fields.Number("EniIpv6AddressQuantity"),
            fields.Flag("EniTrunkSupported"), Math.Max(1, fields.List("NetworkCards", "NetworkCardInfo").Count()));
    }
}
