using System.Globalization;
using System.Text;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.OpenApi.Binding;

/// <summary>
/// Rules of a security group, either in a list <c>Permissions.N.…</c> or one whose parameters stand by themselves. Codes are those of the
/// error table of AuthorizeSecurityGroup.
/// </summary>
internal static class RuleBinding
{
    // The reference: at most 100 rules in a call.
    private const int Most = 100;

    private static readonly string[] Unknown =
        ["SourcePortRange", "SourcePrefixListId", "DestPrefixListId", "PortRangeListId"];

    public static IReadOnlyList<SecurityGroupRule> Rules(ParameterReader p, RuleDirection direction)
    {
        var groups = p.Groups("Permissions"u8);
        if (groups.Count > Most)
        {
            p.Malformed("Permissions"u8);
        }

        return groups.Count == 0 ? [Rule(p, "", direction)] : [.. groups.Select(group => Rule(p, $"{group}.", direction))];
    }

    private static SecurityGroupRule Rule(ParameterReader p, string prefix, RuleDirection direction)
    {
        foreach (var name in Unknown)
        {
            p.Refuse(prefix + name);
        }

        if (Text(p, prefix, "NicType") is "internet")
        {
            Wrong(p, "InvalidNicType.Mismatch", "NicType");
        }

        var protocol = Protocol(p, prefix);
        var ports = Ports(p, prefix, protocol);
        var (peer, group) = Peer(p, prefix, direction);
        return new SecurityGroupRule(direction, protocol, ports, peer, group)
        {
            Policy = Policy(p, prefix),
            Priority = Priority(p, prefix),
            Description = Text(p, prefix, "Description") ?? "",
        };
    }

    private static RulePolicy Policy(ParameterReader p, string prefix)
    {
        var policy = Text(p, prefix, "Policy") ?? "accept";
        var drops = policy.Equals("drop", StringComparison.OrdinalIgnoreCase);
        if (!drops && !policy.Equals("accept", StringComparison.OrdinalIgnoreCase))
        {
            Wrong(p, "InvalidPolicy.Malformed", "Policy");
        }

        return drops ? RulePolicy.Drop : RulePolicy.Accept;
    }

    private static int Priority(ParameterReader p, string prefix)
    {
        if (int.TryParse(Text(p, prefix, "Priority") ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var priority) && priority is >= 1 and <= 100)
        {
            return priority;
        }

        Wrong(p, "InvalidPriority.Malformed", "Priority");
        return 1;
    }

    private static RuleProtocol Protocol(ParameterReader p, string prefix)
    {
        switch (Text(p, prefix, "IpProtocol")?.ToUpperInvariant())
        {
            case "TCP": return RuleProtocol.Tcp;
            case "UDP": return RuleProtocol.Udp;
            case "ICMP": return RuleProtocol.Icmp;
            case "ICMPV6": return RuleProtocol.Icmp6;
            case "GRE": return RuleProtocol.Gre;
            case "ALL": return RuleProtocol.All;
            case null:
                p.Required(Encoding.UTF8.GetBytes(prefix + "IpProtocol"));
                return default;
            default:
                Wrong(p, "InvalidIpProtocol.Malformed", "IpProtocol");
                return default;
        }
    }

    /// <summary><c>80/443</c>; <c>-1/-1</c> stands for all, and is what protocols without ports have.</summary>
    private static PortRange Ports(ParameterReader p, string prefix, RuleProtocol protocol)
    {
        var text = Text(p, prefix, "PortRange");
        var hasPorts = protocol is RuleProtocol.Tcp or RuleProtocol.Udp;
        if (text == "-1/-1" && !hasPorts || text is null && !hasPorts)
        {
            return PortRange.All;
        }

        if (text is null)
        {
            p.Required(Encoding.UTF8.GetBytes(prefix + "PortRange"));
            return default;
        }

        var ends = text.Split('/');
        if (hasPorts && ends.Length == 2 && ushort.TryParse(ends[0], out var first) && ushort.TryParse(ends[1], out var last) && first is > 0 && first <= last)
        {
            return first == 1 && last == ushort.MaxValue ? PortRange.All : new PortRange(first, last);
        }

        Wrong(p, "InvalidIpPortRange.Malformed", "PortRange");
        return default;
    }

    private static (Cidr? Range, string? Group) Peer(ParameterReader p, string prefix, RuleDirection direction)
    {
        var side = direction == RuleDirection.Ingress ? "Source" : "Dest";
        if (Text(p, prefix, $"{side}GroupId") is { } group)
        {
            return (null, group);
        }

        foreach (var (name, v6) in new[] { ($"{side}CidrIp", false), ($"Ipv6{side}CidrIp", true) })
        {
            if (Text(p, prefix, name) is { } text)
            {
                return (Range(p, text, name, v6), null);
            }
        }

        p.Fail(new CloudError($"MissingParameter.{side}", $"One of the parameters {side}CidrIp, Ipv6{side}CidrIp, {side}GroupId or {side}PrefixListId in {(prefix.Length == 0 ? "the request" : prefix.TrimEnd('.'))} must be specified."));
        return default;
    }

    private static Cidr? Range(ParameterReader p, string text, string name, bool v6)
    {
        var range = text.Contains('/') ? text : $"{text}/{(v6 ? 128 : 32)}";
        if (Cidr.TryParse(range, out var cidr) && cidr.IsV6 == v6 && cidr.IsNetwork)
        {
            return cidr;
        }

        Wrong(p, $"Invalid{name}.Malformed", name);
        return null;
    }

    private static string? Text(ParameterReader p, string prefix, string name) => p.Text(Encoding.UTF8.GetBytes(prefix + name));

    private static void Wrong(ParameterReader p, string code, string name) =>
        p.Fail(new CloudError(code, $"The specified parameter \"{name}\" is not valid."));
}
