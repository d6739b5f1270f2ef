using System.Text.Json.Nodes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Journal;

/// <summary>An attachment as JSON: in the journal, and in what the agent shows of itself.</summary>
internal static class AttachmentCodec
{
    public static JsonObject Write(PodAttachment pod) => new()
    {
        ["container"] = pod.Id.ContainerId,
        ["interface"] = pod.Id.InterfaceName,
        ["netns"] = pod.NetnsPath,
        ["netnsDevice"] = pod.NetnsDevice,
        ["netnsInode"] = pod.NetnsInode,
        ["v4"] = pod.V4?.ToString(),
        ["v6"] = pod.V6?.ToString(),
        ["eni"] = EniCodec.Write(pod.Eni),
        ["hostIndex"] = pod.HostIndex,
        ["hostMac"] = pod.HostMac.ToString(),
        ["podMac"] = pod.PodMac.ToString(),
        ["mtu"] = pod.Mtu,
        ["namespace"] = pod.PodNamespace,
        ["pod"] = pod.PodName,
        ["uid"] = pod.PodUid,
        ["network"] = pod.Network,
        ["hostPorts"] = new JsonArray([.. pod.HostPorts.Select(WritePort)]),
    };

    /// <exception cref="FormatException">A value is missing or not what its name says.</exception>
    public static PodAttachment Read(JsonObject json) => new()
    {
        Id = ReadId(json),
        NetnsPath = Text(json, "netns"),
        NetnsDevice = (ulong)Required(json, "netnsDevice"),
        NetnsInode = (ulong)Required(json, "netnsInode"),
        V4 = Address(json["v4"]),
        V6 = Address(json["v6"]),
        Eni = EniCodec.Read(json["eni"]),
        HostIndex = (int)Required(json, "hostIndex"),
        HostMac = MacAddress.Parse(Text(json, "hostMac")),
        PodMac = MacAddress.Parse(Text(json, "podMac")),
        Mtu = (int)Required(json, "mtu"),
        PodNamespace = (string?)json["namespace"] ?? "",
        PodName = (string?)json["pod"] ?? "",
        PodUid = (string?)json["uid"] ?? "",
        Network = (string?)json["network"] ?? "",
        HostPorts = [.. (json["hostPorts"] as JsonArray ?? []).Select(port => ReadPort(port!.AsObject()))],
    };

    /// <exception cref="FormatException">A value is missing.</exception>
    public static AttachmentId ReadId(JsonObject json) => new(Text(json, "container"), Text(json, "interface"));

    private static JsonObject WritePort(HostPort port) => new()
    {
        ["protocol"] = port.Transport.ToString().ToLowerInvariant(),
        ["port"] = port.Port,
        ["podPort"] = port.PodPort,
        ["hostIp"] = port.HostIp?.ToString(),
    };

    private static HostPort ReadPort(JsonObject json) => new(
        Enum.TryParse<Transport>(Text(json, "protocol"), ignoreCase: true, out var transport)
            ? transport
            : throw new FormatException($"unknown transport '{Text(json, "protocol")}'"),
        (ushort)Required(json, "port"),
        (ushort)Required(json, "podPort"),
        Address(json["hostIp"]));

    private static InetAddress? Address(JsonNode? node) => node is null ? null : InetAddress.Parse((string)node!);

    private static string Text(JsonObject json, string name) => (string)Required(json, name)!;

    private static JsonNode Required(JsonObject json, string name) =>
        json[name] ?? throw new FormatException($"an attachment lacks '{name}'");
}
