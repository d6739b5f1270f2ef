using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Model.Problems;

namespace Fairlead.Agent.Cni;

/// <summary>
/// The capability <c>portMappings</c>, CONVENTIONS.md of the specification. containerd writes the fields as its own are called:
/// <c>HostPort</c>, <c>ContainerPort</c>, <c>Protocol</c>, <c>HostIP</c> (go-cni 1.1, types.go: no names for JSON).
/// </summary>
internal static class PortMappings
{
    public static IReadOnlyList<HostPort> Read(JsonPath mappings)
    {
        // A container port without a host port is a remark about the image, and kubelets pass it as 0.
        var ports = mappings.Items()
            .Where(item => item.AnyCase("hostPort").Number(0, ushort.MaxValue, 0) > 0)
            .Select(item => (item, port: ReadOne(item)))
            .ToList();
        foreach (var (item, port) in ports.Where((one, at) => ports.Take(at).Any(earlier => Clash(earlier.port, one.port))))
        {
            item.Say($"{port} is given twice");
        }

        return [.. ports.Select(one => one.port)];
    }

    /// <summary>Whether both would have to answer for the same address and port of the node.</summary>
    public static bool Clash(HostPort a, HostPort b) =>
        a.Transport == b.Transport && a.Port == b.Port &&
        ((a.Serves(v6: false) && b.Serves(v6: false)) || (a.Serves(v6: true) && b.Serves(v6: true))) &&
        (a.BoundTo is null || b.BoundTo is null || a.BoundTo == b.BoundTo);

    private static HostPort ReadOne(JsonPath item)
    {
        var port = item.AnyCase("hostPort").Number(1, ushort.MaxValue, 0);
        var podPort = item.AnyCase("containerPort").Number(1, ushort.MaxValue, 0);
        if (!item.AnyCase("containerPort").IsPresent)
        {
            item.AnyCase("containerPort").Say("is missing");
        }

        return new HostPort(ReadTransport(item.AnyCase("protocol")), (ushort)port, (ushort)podPort, ReadHostIp(item.AnyCase("hostIP")));
    }

    private static Transport ReadTransport(JsonPath protocol)
    {
        var text = protocol.Text("tcp");
        switch (text.ToLowerInvariant())
        {
            case "tcp":
                return Transport.Tcp;
            case "udp":
                return Transport.Udp;
            case "sctp":
                return Transport.Sctp;
            default:
                protocol.Say(Nearest.Sentence("protocol", text, ["tcp", "udp", "sctp"]));
                return Transport.Tcp;
        }
    }

    private static InetAddress? ReadHostIp(JsonPath hostIp)
    {
        var text = hostIp.Text();
        if (text.Length == 0)
        {
            return null;
        }

        if (InetAddress.TryParse(text, out var address))
        {
            return address;
        }

        hostIp.Say($"'{text}' is no IP address");
        return null;
    }
}
