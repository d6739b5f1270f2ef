using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.OpenApi.Replies;

/// <summary>Answers about ENIs.</summary>
internal static class InterfaceReplies
{
    public static void Created(ReplyWriter w, CloudCall call, CloudReply reply) => Fields(w, ((InterfaceReply)reply).Interface, withPublic: false);

    public static void All(ReplyWriter w, CloudCall call, CloudReply reply)
    {
        var page = (PageReply<NetworkInterface>)reply;
        PageReplies.Fields(w, page);
        w.OpenList("NetworkInterfaceSets"u8, "NetworkInterfaceSet"u8);
        foreach (var eni in page.Items)
        {
            w.OpenItem("NetworkInterfaceSet"u8);
            Described(w, eni, []);
            w.CloseItem("NetworkInterfaceSet"u8);
        }

        w.CloseList("NetworkInterfaceSets"u8);
    }

    public static void One(ReplyWriter w, CloudCall call, CloudReply reply)
    {
        var (eni, members) = (InterfaceReply)reply;
        Described(w, eni, members);
    }

    public static void Assigned(ReplyWriter w, CloudCall call, CloudReply reply)
    {
        var (eni, addresses, prefixes) = (AssignedReply)reply;
        w.OpenObject("AssignedPrivateIpAddressesSet"u8);
        w.Text("NetworkInterfaceId"u8, eni);
        w.List("PrivateIpSet"u8, "PrivateIpAddress"u8, addresses.Select(address => address.ToString()));
        w.List("Ipv4PrefixSet"u8, "Ipv4Prefixes"u8, prefixes.Select(prefix => prefix.ToString()));
        w.CloseObject("AssignedPrivateIpAddressesSet"u8);
    }

    public static void AssignedIpv6(ReplyWriter w, CloudCall call, CloudReply reply)
    {
        var (eni, addresses, prefixes) = (AssignedReply)reply;
        w.Text("NetworkInterfaceId"u8, eni);
        w.List("Ipv6Sets"u8, "Ipv6Address"u8, addresses.Select(address => address.ToString()));
        w.List("Ipv6PrefixSets"u8, "Ipv6Prefix"u8, prefixes.Select(prefix => prefix.ToString()));
    }

    /// <summary>What ENIs have in all answers that hold them.</summary>
    public static void Addresses(ReplyWriter w, NetworkInterface eni, bool withPublic)
    {
        w.OpenList("PrivateIpSets"u8, "PrivateIpSet"u8);
        foreach (var address in eni.Addresses)
        {
            if (!address.IsV6)
            {
                w.OpenItem("PrivateIpSet"u8);
                w.Address("PrivateIpAddress"u8, address);
                w.Flag("Primary"u8, address == eni.PrimaryAddress);
                if (withPublic && address == eni.PrimaryAddress)
                {
                    PublicAddress(w, eni);
                }

                w.CloseItem("PrivateIpSet"u8);
            }
        }

        w.CloseList("PrivateIpSets"u8);
        Ipv6(w, eni);
        Prefixes(w, eni, "Ipv4PrefixSets"u8, "Ipv4PrefixSet"u8, "Ipv4Prefix"u8, v6: false);
        Prefixes(w, eni, "Ipv6PrefixSets"u8, "Ipv6PrefixSet"u8, "Ipv6Prefix"u8, v6: true);
    }

    public static void Tags(ReplyWriter w, IEnumerable<KeyValuePair<string, string>> tags)
    {
        w.OpenList("Tags"u8, "Tag"u8);
        foreach (var (key, value) in tags)
        {
            w.OpenItem("Tag"u8);
            w.Text("TagKey"u8, key);
            w.Text("TagValue"u8, value);
            w.CloseItem("Tag"u8);
        }

        w.CloseList("Tags"u8);
    }

    private static void Described(ReplyWriter w, NetworkInterface eni, IReadOnlyList<string> members)
    {
        Fields(w, eni, withPublic: true);
        w.Moment("CreationTime"u8, eni.Created);
        w.Text("InstanceId"u8, eni.Instance);
        w.Flag("DeleteOnRelease"u8, eni.DeleteOnRelease);
        w.Text("NetworkInterfaceTrafficMode"u8, "Standard");
        w.Number("QueueNumber"u8, 1);
        PublicAddress(w, eni);
        Attachment(w, eni, members);
    }

    private static void Fields(ReplyWriter w, NetworkInterface eni, bool withPublic)
    {
        w.Text("NetworkInterfaceId"u8, eni.Id);
        w.Text("NetworkInterfaceName"u8, eni.Name);
        w.Text("Description"u8, eni.Description);
        w.Text("Type"u8, Word(eni.Type));
        w.Text("Status"u8, Word(eni.Status));
        w.Mac("MacAddress"u8, eni.Mac);
        w.Text("VpcId"u8, eni.Vpc);
        w.Text("VSwitchId"u8, eni.VSwitch);
        w.Text("ZoneId"u8, eni.Zone);
        w.Text("ResourceGroupId"u8, eni.ResourceGroup);
        w.Text("OwnerId"u8, w.Account);
        w.Flag("ServiceManaged"u8, false);
        w.Flag("SourceDestCheck"u8, eni.SourceDestinationCheck);
        w.Address("PrivateIpAddress"u8, eni.PrimaryAddress);
        Addresses(w, eni, withPublic);
        w.List("SecurityGroupIds"u8, "SecurityGroupId"u8, eni.SecurityGroups);
        Tags(w, eni.Tags);
    }

    private static void Attachment(ReplyWriter w, NetworkInterface eni, IReadOnlyList<string> members)
    {
        w.OpenObject("Attachment"u8);
        if (eni.Instance.Length > 0)
        {
            w.Text("InstanceId"u8, eni.Instance);
            w.Number("DeviceIndex"u8, eni.Vlan);
            w.Number("NetworkCardIndex"u8, 0);
            w.Text("TrunkNetworkInterfaceId"u8, eni.Trunk);
            if (members.Count > 0)
            {
                w.List("MemberNetworkInterfaceIds"u8, "MemberNetworkInterfaceId"u8, members);
            }
        }

        w.CloseObject("Attachment"u8);
    }

    private static void PublicAddress(ReplyWriter w, NetworkInterface eni)
    {
        w.OpenObject("AssociatedPublicIp"u8);
        if (eni.PublicAddress is { } address)
        {
            w.Address("PublicIpAddress"u8, address);
        }

        w.CloseObject("AssociatedPublicIp"u8);
    }

    private static void Ipv6(ReplyWriter w, NetworkInterface eni)
    {
        w.OpenList("Ipv6Sets"u8, "Ipv6Set"u8);
        foreach (var address in eni.Addresses)
        {
            if (address.IsV6)
            {
                w.OpenItem("Ipv6Set"u8);
                w.Address("Ipv6Address"u8, address);
                w.CloseItem("Ipv6Set"u8);
            }
        }

        w.CloseList("Ipv6Sets"u8);
    }

    private static void Prefixes(ReplyWriter w, NetworkInterface eni, ReadOnlySpan<byte> list, ReadOnlySpan<byte> item, ReadOnlySpan<byte> name, bool v6)
    {
        w.OpenList(list, item);
        foreach (var prefix in eni.Prefixes)
        {
            if (prefix.IsV6 == v6)
            {
                w.OpenItem(item);
                w.Text(name, prefix.ToString());
                w.CloseItem(item);
            }
        }

        w.CloseList(list);
    }

    // Enum.ToString looks the name up each time.
    private static string Word(InterfaceType type) => type switch
    {
        InterfaceType.Primary => "Primary",
        InterfaceType.Secondary => "Secondary",
        InterfaceType.Trunk => "Trunk",
        _ => "Member",
    };

    private static string Word(InterfaceStatus status) => status switch
    {
        InterfaceStatus.Available => "Available",
        InterfaceStatus.Attaching => "Attaching",
        InterfaceStatus.InUse => "InUse",
        InterfaceStatus.Detaching => "Detaching",
        _ => "Deleting",
    };
}
