using Fairlead.Resources.Core;

namespace Fairlead.Resources.Json;

internal static class PodFields
{
    public static Pod Read(FieldReader fields) => new()
    {
        Metadata = fields.Nested("metadata", MetaFields.Read),
        Spec = fields.Nested("spec", ReadSpec),
        Status = fields.Nested("status", ReadStatus),
    };

    public static void Write(FieldWriter fields, Pod pod)
    {
        fields.Nested("metadata", pod.Metadata, MetaFields.Write);
        fields.Nested("spec", pod.Spec, WriteSpec);
        fields.Nested("status", pod.Status, WriteStatus);
    }

    public static PodStatus ReadStatus(FieldReader fields) => new()
    {
        Phase = fields.Text("phase"),
        Message = fields.Text("message"),
        Reason = fields.Text("reason"),
        PodIP = fields.Text("podIP"),
        PodIPs = fields.Records("podIPs", ip => new PodIp(ip.Text("ip"))),
        HostIP = fields.Text("hostIP"),
        Conditions = fields.Records("conditions", MetaFields.ReadCondition),
    };

    public static void WriteStatus(FieldWriter fields, PodStatus status)
    {
        fields.Text("phase", status.Phase);
        fields.Text("message", status.Message);
        fields.Text("reason", status.Reason);
        fields.Text("podIP", status.PodIP);
        fields.Records("podIPs", status.PodIPs, (ip, value) => ip.Text("ip", value.Ip));
        fields.Text("hostIP", status.HostIP);
        fields.Records("conditions", status.Conditions, MetaFields.WriteCondition);
    }

    private static PodSpec ReadSpec(FieldReader fields) => new()
    {
        NodeName = fields.Text("nodeName"),
        HostNetwork = fields.Flag("hostNetwork"),
        NodeSelector = fields.Map("nodeSelector"),
        Containers = fields.Records("containers", ReadContainer),
        InitContainers = fields.Records("initContainers", ReadContainer),
        TerminationGracePeriodSeconds = fields.MaybeLong("terminationGracePeriodSeconds"),
    };

    private static void WriteSpec(FieldWriter fields, PodSpec spec)
    {
        fields.Text("nodeName", spec.NodeName);
        fields.Flag("hostNetwork", spec.HostNetwork);
        fields.Map("nodeSelector", spec.NodeSelector);
        fields.Records("containers", spec.Containers, WriteContainer);
        fields.Records("initContainers", spec.InitContainers, WriteContainer);
        fields.Number("terminationGracePeriodSeconds", spec.TerminationGracePeriodSeconds);
    }

    private static Container ReadContainer(FieldReader fields) => new()
    {
        Name = fields.Text("name"),
        Image = fields.Text("image"),
        Command = fields.Texts("command"),
        Args = fields.Texts("args"),
        Resources = fields.Nested("resources", ReadResources),
        Ports = fields.Records("ports", ReadPort),
    };

    private static void WriteContainer(FieldWriter fields, Container container)
    {
        fields.Text("name", container.Name);
        fields.Text("image", container.Image);
        fields.Texts("command", container.Command);
        fields.Texts("args", container.Args);
        fields.Nested("resources", container.Resources, WriteResources);
        fields.Records("ports", container.Ports, WritePort);
    }

    private static ContainerResources ReadResources(FieldReader fields) => new() { Requests = fields.Map("requests"), Limits = fields.Map("limits") };

    private static void WriteResources(FieldWriter fields, ContainerResources resources)
    {
        fields.Map("requests", resources.Requests);
        fields.Map("limits", resources.Limits);
    }

    private static ContainerPort ReadPort(FieldReader fields) => new()
    {
        Number = fields.Int("containerPort"),
        HostPort = fields.Int("hostPort"),
        HostIP = fields.Text("hostIP"),
        Protocol = fields.Text("protocol") is { Length: > 0 } protocol ? protocol : "TCP",
    };

    private static void WritePort(FieldWriter fields, ContainerPort port)
    {
        fields.Number("containerPort", port.Number);
        fields.Number("hostPort", port.HostPort);
        fields.Text("hostIP", port.HostIP);
        fields.Text("protocol", port.Protocol);
    }
}
