using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;

namespace Fairlead.Datapath.Tests.VpcRoute;

/// <summary>
/// A planner's input as a small text: a field a line, <c>#</c> begins a comment.
/// <code>
/// podSlices: 10.244.1.0/24
/// node: v4=172.16.10.1 uplink=eth0 mtu=1500 links=docker0
/// eni 1: link=eth1 gateway4=172.16.20.253 gateway6=fe80::feff
/// routing: own
/// pod web: v4=10.244.1.5 index=12 ports=tcp/8080:80,udp/53:53@172.16.10.1
/// pod api: v4=172.16.20.7 index=13 eni=1
/// </code>
/// </summary>
internal sealed class CaseFile
{
    private readonly List<PodAttachment> _pods = [];
    private readonly Dictionary<int, EniLink> _enis = [];
    private PodRouting? _routing;

    public CaseFile(string text)
    {
        foreach (var line in text.Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            Read(line[..colon], line[(colon + 2)..].Trim());
        }
    }

    public DatapathOptions Options { get; private set; } = new();

    public NodeFacts Facts { get; private set; } = new() { Uplink = "eth0", UplinkMtu = 1500 };

    public IReadOnlyList<PodAttachment> Pods => _pods;

    /// <summary>Where the case has none, as on a node that is at rest.</summary>
    public PodRouting Routing => _routing ?? NodeUse.Of(_pods).Routing;

    private void Read(string key, string value)
    {
        Options = key switch
        {
            "podSlices" => Options with { PodSlices = Cidrs(value) },
            "podRanges" => Options with { PodRanges = Cidrs(value) },
            "vpcCidrs" => Options with { VpcCidrs = Cidrs(value) },
            "masquerade" => Options with { Masquerade = Options.Masquerade with { Enabled = value == "on" } },
            "serviceRanges" => Options with { ServiceRanges = Cidrs(value) },
            "except" => Options with { Masquerade = Options.Masquerade with { Except = Cidrs(value) } },
            "metadata" => Options with { Metadata = Options.Metadata with { OpenToPods = value == "open" } },
            "loopback" => Options with { HostPorts = new HostPortOptions { OnLoopback = value == "on" } },
            "forwardPolicy" => Options with { ForwardPolicy = Enum.Parse<ForwardPolicyMode>(value, ignoreCase: true) },
            "node" => Node(value),
            "routing" => Route(value),
            "nodePorts" => Options with { SharedEni = Options.SharedEni with { NodePorts = Enum.Parse<NodePortMode>(value, ignoreCase: true) } },
            _ when key.StartsWith("eni ", StringComparison.Ordinal) => Eni(int.Parse(key[4..]), Fields(value)),
            _ when key.StartsWith("pod ", StringComparison.Ordinal) => Pod(key[4..], Fields(value)),
            _ => throw new FormatException($"no field '{key}'"),
        };
    }

    private static Cidr[] Cidrs(string value) => [.. value.Split(", ").Select(Cidr.Parse)];

    private static Dictionary<string, string> Fields(string value) =>
        value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=')).ToDictionary(field => field[0], field => field[1]);

    private static InetAddress? Address(Dictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out var text) ? InetAddress.Parse(text) : null;

    private DatapathOptions Node(string value)
    {
        var fields = Fields(value);
        Facts = new NodeFacts
        {
            Uplink = fields.GetValueOrDefault("uplink", "eth0"),
            UplinkMtu = int.Parse(fields.GetValueOrDefault("mtu", "1500")),
            V4 = Address(fields, "v4"),
            V6 = Address(fields, "v6"),
            Links = fields.TryGetValue("links", out var links) ? links.Split(',') : [],
            KernelHasIpv6 = fields.GetValueOrDefault("ipv6") != "off",
            HasForeignNat = fields.GetValueOrDefault("nat") == "foreign",
        };
        return Options;
    }

    private DatapathOptions Route(string value)
    {
        _routing = Enum.Parse<PodRouting>(value, ignoreCase: true);
        return Options;
    }

    // Without a link it is one that was taken away.
    private DatapathOptions Eni(int number, Dictionary<string, string> fields)
    {
        var eni = new PodEni
        {
            Id = $"eni-{number}",
            Mac = new MacAddress(0x00163e000000UL + (uint)number),
            Use = EniUse.Shared,
            Number = number,
            Gateway4 = Address(fields, "gateway4"),
            Gateway6 = Address(fields, "gateway6"),
        };
        _enis[number] = new EniLink(eni, fields.GetValueOrDefault("link", ""));
        Facts = Facts with { SharedEnis = [.. _enis.Values.Where(eni => eni.Link.Length > 0)] };
        return Options;
    }

    private DatapathOptions Pod(string name, Dictionary<string, string> fields)
    {
        var index = int.Parse(fields["index"]);
        _pods.Add(new PodAttachment
        {
            Id = new AttachmentId(name, "eth0"),
            NetnsPath = $"/run/netns/{name}",
            NetnsDevice = 4,
            NetnsInode = (ulong)index,
            V4 = Address(fields, "v4"),
            V6 = Address(fields, "v6"),
            HostIndex = index,
            HostMac = new MacAddress(0x020000000000UL + (uint)index),
            PodMac = new MacAddress(0x060000000000UL + (uint)index),
            Mtu = Facts.UplinkMtu,
            Eni = EniOf(fields, index),
            HostPorts = fields.TryGetValue("ports", out var ports) ? [.. ports.Split(',').Select(Port)] : [],
        });
        return Options;
    }

    // eni=1 for a shared one of the node; eni=exclusive or eni=member, gw4=, gw6=
    private PodEni? EniOf(Dictionary<string, string> fields, int index) => !fields.TryGetValue("eni", out var use) ? null : int.TryParse(use, out var number) ? _enis[number].Eni : new PodEni
    {
        Id = $"eni-{index}",
        Mac = new MacAddress(0x00163e000000UL + uint.Parse(fields.GetValueOrDefault("card", $"{index}"))),
        Use = Enum.Parse<EniUse>(use, ignoreCase: true),
        Gateway4 = Address(fields, "gw4"),
        Gateway6 = Address(fields, "gw6"),
        Trunk = use == "member" ? new MacAddress(0x00163eff0000UL) : null,
        Vlan = use == "member" ? index : 0,
    };

    private static HostPort Port(string text)
    {
        var parts = text.Split('@');
        var numbers = parts[0].Split('/')[1].Split(':');
        return new HostPort(
            Enum.Parse<Transport>(parts[0].Split('/')[0], ignoreCase: true), ushort.Parse(numbers[0]), ushort.Parse(numbers[1]),
            parts.Length > 1 ? InetAddress.Parse(parts[1]) : null);
    }
}
