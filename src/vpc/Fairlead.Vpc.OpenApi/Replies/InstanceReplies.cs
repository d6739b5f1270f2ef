using Fairlead.Planning.Capacity;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.OpenApi.Replies;

/// <summary>Answers about instances.</summary>
internal static class InstanceReplies
{
    public static void Started(ReplyWriter w, CloudCall call, CloudReply reply) =>
        w.List("InstanceIdSets"u8, "InstanceIdSet"u8, ((InstancesStartedReply)reply).Ids);

    public static void All(ReplyWriter w, CloudCall call, CloudReply reply)
    {
        var page = (PageReply<InstanceView>)reply;
        PageReplies.Fields(w, page);
        w.OpenList("Instances"u8, "Instance"u8);
        foreach (var view in page.Items)
        {
            w.OpenItem("Instance"u8);
            Fields(w, view);
            w.Text("InstanceTypeFamily"u8, TypeSize.Of(view.Instance.Type).Family);
            w.Text("ResourceGroupId"u8, view.Instance.ResourceGroup);
            w.Minute("CreationTime"u8, view.Instance.Created);
            w.Minute("StartTime"u8, view.Instance.Created);
            w.Flag("IoOptimized"u8, true);
            InterfaceReplies.Tags(w, view.Instance.Tags);
            Interfaces(w, view.Interfaces);
            w.CloseItem("Instance"u8);
        }

        w.CloseList("Instances"u8);
    }

    public static void One(ReplyWriter w, CloudCall call, CloudReply reply)
    {
        var view = ((InstanceReply)reply).View;
        Fields(w, view);
        w.Moment("CreationTime"u8, view.Instance.Created);
        w.Text("IoOptimized"u8, "optimized");
    }

    public static void Types(ReplyWriter w, CloudCall call, CloudReply reply)
    {
        var page = (PageReply<InstanceType>)reply;
        w.Text("NextToken"u8, page.NextToken);
        w.OpenList("InstanceTypes"u8, "InstanceType"u8);
        foreach (var type in page.Items)
        {
            w.OpenItem("InstanceType"u8);
            Type(w, type);
            w.CloseItem("InstanceType"u8);
        }

        w.CloseList("InstanceTypes"u8);
    }

    private static void Fields(ReplyWriter w, InstanceView view)
    {
        var instance = view.Instance;
        w.Text("InstanceId"u8, instance.Id);
        w.Text("InstanceName"u8, instance.Name);
        w.Text("HostName"u8, instance.Name);
        w.Text("Description"u8, instance.Description);
        w.Text("InstanceType"u8, instance.Type);
        var size = TypeSize.Of(instance.Type);
        w.Number("Cpu"u8, size.Cores);
        w.Number("Memory"u8, (long)(size.Memory * 1024));
        w.Text("Status"u8, instance.Status);
        w.Text("RegionId"u8, view.Region);
        w.Text("ZoneId"u8, instance.Zone);
        w.Text("InstanceNetworkType"u8, "vpc");
        w.Text("InstanceChargeType"u8, "PostPaid");
        w.Text("StoppedMode"u8, "Not-applicable");
        var primary = view.Interfaces[0];
        w.List("SecurityGroupIds"u8, "SecurityGroupId"u8, primary.SecurityGroups);
        Vpc(w, primary);
    }

    private static void Type(ReplyWriter w, InstanceType type)
    {
        var size = TypeSize.Of(type.Name);
        w.Text("InstanceTypeId"u8, type.Name);
        w.Text("InstanceTypeFamily"u8, size.Family);
        w.Number("CpuCoreCount"u8, size.Cores);
        w.Number("MemorySize"u8, size.Memory);
        w.Text("CpuArchitecture"u8, "X86");
        w.Number("EniQuantity"u8, type.Enis);
        w.Number("EniTotalQuantity"u8, type.TotalEnis);
        w.Number("EniPrivateIpAddressQuantity"u8, type.AddressesPerEni);
        w.Number("EniIpv6AddressQuantity"u8, type.Ipv6PerEni);
        w.Flag("EniTrunkSupported"u8, type.IsTrunkSupported);
        w.Number("EriQuantity"u8, 0);
        w.Number("NetworkCardQuantity"u8, 1);
        w.OpenList("NetworkCards"u8, "NetworkCardInfo"u8);
        w.OpenItem("NetworkCardInfo"u8);
        w.Number("NetworkCardIndex"u8, 0);
        w.CloseItem("NetworkCardInfo"u8);
        w.CloseList("NetworkCards"u8);
    }

    private static void Vpc(ReplyWriter w, NetworkInterface primary)
    {
        w.OpenObject("VpcAttributes"u8);
        w.Text("VpcId"u8, primary.Vpc);
        w.Text("VSwitchId"u8, primary.VSwitch);
        w.List("PrivateIpAddress"u8, "IpAddress"u8, [primary.PrimaryAddress.ToString()]);
        w.Text("NatIpAddress"u8, "");
        w.CloseObject("VpcAttributes"u8);
        w.OpenObject("EipAddress"u8);
        w.Text("IpAddress"u8, primary.PublicAddress?.ToString());
        w.Text("AllocationId"u8, "");
        w.CloseObject("EipAddress"u8);
        w.List("PublicIpAddress"u8, "IpAddress"u8, []);
        w.List("InnerIpAddress"u8, "IpAddress"u8, []);
        w.List("OperationLocks"u8, "LockReason"u8, []);
    }

    private static void Interfaces(ReplyWriter w, IReadOnlyList<NetworkInterface> interfaces)
    {
        w.OpenList("NetworkInterfaces"u8, "NetworkInterface"u8);
        foreach (var eni in interfaces)
        {
            w.OpenItem("NetworkInterface"u8);
            w.Text("NetworkInterfaceId"u8, eni.Id);
            w.Text("Type"u8, eni.Type.ToString());
            w.Mac("MacAddress"u8, eni.Mac);
            w.Address("PrimaryIpAddress"u8, eni.PrimaryAddress);
            InterfaceReplies.Addresses(w, eni, withPublic: false);
            w.CloseItem("NetworkInterface"u8);
        }

        w.CloseList("NetworkInterfaces"u8);
    }
}
