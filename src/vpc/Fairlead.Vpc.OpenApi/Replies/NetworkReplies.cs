using System.Globalization;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Vpc.OpenApi.Replies;

/// <summary>Answers of the VPC product.</summary>
internal static class NetworkReplies
{
    public static void VSwitchCreated(ReplyWriter w, CloudCall call, CloudReply reply) => w.Text("VSwitchId"u8, ((CreatedReply)reply).Id);

    public static void RouteCreated(ReplyWriter w, CloudCall call, CloudReply reply) => w.Text("RouteEntryId"u8, ((CreatedReply)reply).Id);

    public static void Vpcs(ReplyWriter w, CloudCall call, CloudReply reply)
    {
        var page = (PageReply<VpcView>)reply;
        PageReplies.Numbers(w, page);
        w.OpenList("Vpcs"u8, "Vpc"u8);
        foreach (var view in page.Items)
        {
            w.OpenItem("Vpc"u8);
            Vpc(w, view);
            w.CloseItem("Vpc"u8);
        }

        w.CloseList("Vpcs"u8);
    }

    public static void VSwitches(ReplyWriter w, CloudCall call, CloudReply reply)
    {
        var page = (PageReply<VSwitchView>)reply;
        PageReplies.Numbers(w, page);
        w.OpenList("VSwitches"u8, "VSwitch"u8);
        foreach (var view in page.Items)
        {
            w.OpenItem("VSwitch"u8);
            VSwitch(w, view);
            w.CloseItem("VSwitch"u8);
        }

        w.CloseList("VSwitches"u8);
    }

    public static void RouteTables(ReplyWriter w, CloudCall call, CloudReply reply)
    {
        var page = (PageReply<RouteTableView>)reply;
        PageReplies.Numbers(w, page);
        w.OpenList("RouterTableList"u8, "RouterTableListType"u8);
        foreach (var view in page.Items)
        {
            w.OpenItem("RouterTableListType"u8);
            RouteTable(w, view);
            w.CloseItem("RouterTableListType"u8);
        }

        w.CloseList("RouterTableList"u8);
    }

    public static void Routes(ReplyWriter w, CloudCall call, CloudReply reply)
    {
        var page = (PageReply<RouteEntryView>)reply;
        w.Number("TotalCount"u8, page.Total);
        w.Text("NextToken"u8, page.NextToken);
        w.OpenList("RouteEntrys"u8, "RouteEntry"u8);
        foreach (var entry in page.Items)
        {
            w.OpenItem("RouteEntry"u8);
            Route(w, entry);
            w.CloseItem("RouteEntry"u8);
        }

        w.CloseList("RouteEntrys"u8);
    }

    private static void Vpc(ReplyWriter w, VpcView view)
    {
        var network = view.Network;
        w.Text("VpcId"u8, network.Id);
        w.Text("VpcName"u8, network.Name);
        w.Text("Description"u8, network.Description);
        w.Text("RegionId"u8, network.Region);
        w.Text("Status"u8, "Available");
        w.Flag("IsDefault"u8, false);
        w.Text("ResourceGroupId"u8, network.ResourceGroup);
        Owner(w);
        w.Moment("CreationTime"u8, network.Created);
        w.Text("VRouterId"u8, network.Router);
        Ranges(w, network);
        w.List("VSwitchIds"u8, "VSwitchId"u8, view.VSwitches);
        w.List("RouterTableIds"u8, "RouterTableIds"u8, view.RouteTables);
        w.List("NatGatewayIds"u8, "NatGatewayIds"u8, []);
        w.List("UserCidrs"u8, "UserCidr"u8, []);
        w.List("Tags"u8, "Tag"u8, []);
    }

    private static void Ranges(ReplyWriter w, VirtualNetwork network)
    {
        var v4 = network.Cidrs.Where(cidr => !cidr.IsV6).Select(cidr => cidr.ToString()).ToList();
        var v6 = network.Cidrs.Where(cidr => cidr.IsV6).Select(cidr => cidr.ToString()).ToList();
        w.Text("CidrBlock"u8, v4.FirstOrDefault());
        w.List("SecondaryCidrBlocks"u8, "SecondaryCidrBlock"u8, v4.Skip(1));
        w.Flag("EnabledIpv6"u8, v6.Count > 0);
        w.Text("Ipv6CidrBlock"u8, v6.FirstOrDefault());
        w.OpenList("Ipv6CidrBlocks"u8, "Ipv6CidrBlock"u8);
        foreach (var range in v6)
        {
            w.OpenItem("Ipv6CidrBlock"u8);
            w.Text("Ipv6CidrBlock"u8, range);
            w.Text("Ipv6Isp"u8, "BGP");
            w.CloseItem("Ipv6CidrBlock"u8);
        }

        w.CloseList("Ipv6CidrBlocks"u8);
    }

    private static void VSwitch(ReplyWriter w, VSwitchView view)
    {
        var vSwitch = view.VSwitch;
        w.Text("VSwitchId"u8, vSwitch.Id);
        w.Text("VSwitchName"u8, vSwitch.Name);
        w.Text("Description"u8, vSwitch.Description);
        w.Text("VpcId"u8, vSwitch.Vpc);
        w.Text("ZoneId"u8, vSwitch.Zone);
        w.Text("Status"u8, "Available");
        w.Text("CidrBlock"u8, vSwitch.Cidr.ToString());
        w.Flag("EnabledIpv6"u8, vSwitch.Cidr6 is not null);
        w.Text("Ipv6CidrBlock"u8, vSwitch.Cidr6?.ToString());
        w.Number("AvailableIpAddressCount"u8, view.FreeAddresses);
        w.Flag("IsDefault"u8, false);
        w.Text("ResourceGroupId"u8, vSwitch.ResourceGroup);
        Owner(w);
        w.Moment("CreationTime"u8, vSwitch.Created);
        w.OpenObject("RouteTable"u8);
        w.Text("RouteTableId"u8, vSwitch.RouteTable);
        w.Text("RouteTableType"u8, "System");
        w.CloseObject("RouteTable"u8);
        w.List("Tags"u8, "Tag"u8, []);
    }

    private static void RouteTable(ReplyWriter w, RouteTableView view)
    {
        w.Text("RouteTableId"u8, view.Id);
        w.Text("RouteTableName"u8, "");
        w.Text("RouteTableType"u8, "System");
        w.Text("RouterId"u8, view.Network.Router);
        w.Text("RouterType"u8, "VRouter");
        w.Text("VpcId"u8, view.Network.Id);
        w.Text("Status"u8, "Available");
        w.Text("AssociateType"u8, "VSwitch");
        w.Text("Description"u8, "");
        w.Text("ResourceGroupId"u8, view.Network.ResourceGroup);
        Owner(w);
        w.Moment("CreationTime"u8, view.Network.Created);
        w.List("VSwitchIds"u8, "VSwitchId"u8, view.VSwitches);
        w.List("Tags"u8, "Tag"u8, []);
    }

    private static void Route(ReplyWriter w, RouteEntryView entry)
    {
        w.Text("RouteEntryId"u8, entry.Id);
        w.Text("RouteEntryName"u8, entry.Name);
        w.Text("Description"u8, entry.Description);
        w.Text("RouteTableId"u8, entry.Table);
        w.Text("DestinationCidrBlock"u8, entry.Destination.ToString());
        w.Text("Type"u8, entry.Type);
        w.Text("IpVersion"u8, entry.Destination.IsV6 ? "IPv6" : "IPv4");
        w.Text("Status"u8, entry.Status);
        w.OpenList("NextHops"u8, "NextHop"u8);
        w.OpenItem("NextHop"u8);
        w.Text("NextHopType"u8, entry.NextHopType);
        w.Text("NextHopId"u8, entry.NextHop);
        w.Number("Weight"u8, 0);
        w.Number("Enabled"u8, 1);
        w.CloseItem("NextHop"u8);
        w.CloseList("NextHops"u8);
    }

    // VPC says the owner as a number where ECS says it as a text.
    private static void Owner(ReplyWriter w) => w.Number("OwnerId"u8, long.TryParse(w.Account, CultureInfo.InvariantCulture, out var account) ? account : 0);
}
