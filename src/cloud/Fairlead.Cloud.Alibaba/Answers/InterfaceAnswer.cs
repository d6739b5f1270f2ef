using System.Text.Json;
using Fairlead.Model.Addresses;

namespace Fairlead.Cloud.Alibaba.Answers;

/// <summary>An ENI as DescribeNetworkInterfaces and CreateNetworkInterface write it.</summary>
internal static class InterfaceAnswer
{
    public static CloudInterface Read(JsonElement fields)
    {
        var attachment = fields.TryGetProperty("Attachment", out var there) ? there : default;
        var role = RoleOf(fields.Text("Type"));
        return new CloudInterface
        {
            Id = fields.Text("NetworkInterfaceId"),
            Role = role,
            State = StateOf(fields.Text("Status")),
            Instance = fields.Text("InstanceId") is { Length: > 0 } instance ? instance : attachment.Text("InstanceId"),
            Trunk = attachment.Text("TrunkNetworkInterfaceId"),
            Vlan = role == InterfaceRole.Member ? attachment.Number("DeviceIndex") : 0,
            VSwitch = fields.Text("VSwitchId"),
            Vpc = fields.Text("VpcId"),
            Zone = fields.Text("ZoneId"),
            Mac = MacAddress.TryParse(fields.Text("MacAddress"), out var mac) ? mac : null,
            Addresses = Addresses(fields),
            Prefixes = JsonFields.Ranges([
                .. fields.List("Ipv4PrefixSets", "Ipv4PrefixSet").Select(prefix => prefix.Text("Ipv4Prefix")),
                .. fields.List("Ipv6PrefixSets", "Ipv6PrefixSet").Select(prefix => prefix.Text("Ipv6Prefix"))]).ToArray(),
            SecurityGroups = fields.Texts("SecurityGroupIds", "SecurityGroupId").ToArray(),
            Tags = fields.Tags(),
            Name = fields.Text("NetworkInterfaceName"),
            Description = fields.Text("Description"),
            DeletedWithInstance = fields.Flag("DeleteOnRelease"),
            Created = fields.Time("CreationTime"),
        };
    }

    public static string RoleName(InterfaceRole role) => role.ToString();

    private static InetAddress[] Addresses(JsonElement fields)
    {
        var private4 = fields.List("PrivateIpSets", "PrivateIpSet").OrderByDescending(address => address.Flag("Primary")).Select(address => address.Text("PrivateIpAddress"));
        var public6 = fields.List("Ipv6Sets", "Ipv6Set").Select(address => address.Text("Ipv6Address"));
        // Of an ENI that is just being made the sets may be missing, the primary address is there.
        return JsonFields.Addresses([.. private4, .. public6, fields.Text("PrivateIpAddress")]).Distinct().ToArray();
    }

    private static InterfaceRole RoleOf(string text) => Enum.TryParse<InterfaceRole>(text, out var role) && Enum.IsDefined(role) ? role : InterfaceRole.Other;

    // The cloud has states beyond those that it documents, such as Linked and Unlinked.
    private static InterfaceState StateOf(string text) => Enum.TryParse<InterfaceState>(text, out var state) && Enum.IsDefined(state) ? state : InterfaceState.Other;
}
